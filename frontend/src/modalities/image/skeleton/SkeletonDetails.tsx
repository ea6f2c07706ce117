import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { skeleton, UNLABELLED, type Visibility } from '../../../kinds/skeleton'
import { useText } from '../../../workbench/context'
import panels from '../../../workbench/panels/panels.module.css'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed } from '../../../workbench/use-value'
import { dataOf, setVisibility, templateOf } from './commands'
import classes from './skeleton.module.css'

const STATES = [2, 1, 0] as const

/** The points of the one selected skeleton, in the order of its template: seen, hidden or not labelled. */
export default function SkeletonDetails({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const text = useText()
  const record = useComputed(() => {
    const [only, ...others] = editor.selected.value
    return only && others.length === 0 && only.kind === skeleton.id ? only : null
  }, [editor])
  if (!record) return null
  const { points } = dataOf(record)
  const template = templateOf(editor, record)?.points ?? []
  const known = new Set(template.map(({ key }) => key))
  const others = Object.keys(points).filter((key) => !known.has(key))
  const rows = [
    ...template.map(({ key, name }) => ({ key, name: text(name) })),
    ...others.map((key) => ({ key, name: key })),
  ]
  return (
    <section className={panels.section} data-testid="skeleton-points">
      <div className={classes.head}>
        <h2 className={panels.heading}>{t('skeleton.points')}</h2>
        <CommandButton id="skeleton.swap" side="left" size={24} />
      </div>
      {rows.map(({ key, name }) => (
        <div key={key} className={classes.row}>
          <span className={classes.name}>{name}</span>
          <SegmentedControl
            size="xs"
            aria-label={name}
            disabled={editor.editable(record.id) !== true}
            value={String(points[key]?.[2] ?? UNLABELLED)}
            onChange={(value) =>
              setVisibility(editor, record.id, key, () => Number(value) as Visibility)
            }
            data={STATES.map((state) => ({
              value: String(state),
              label: t(`skeleton.visibility.${state}`),
            }))}
          />
        </div>
      ))}
    </section>
  )
}
