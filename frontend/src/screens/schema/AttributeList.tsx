import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AttributeForm } from './AttributeForm'
import { moved, newAttribute, replaceAt, without, withSoundConditions } from './draft'
import classes from './schema.module.css'
import type { DraftAttribute } from './types'
import { useReorder } from './use-reorder'

interface Props {
  readonly title: string
  readonly empty: string
  /** Place of the list in the schema: `labels[2].attributes`. */
  readonly path: string
  readonly attributes: readonly DraftAttribute[]
  readonly onChange: (attributes: readonly DraftAttribute[]) => void
}

/** Attributes one under another; one is open at a time. A condition may only look at what stands above. */
export function AttributeList({ title, empty, path, attributes, onChange }: Props) {
  const { t } = useTranslation('schema')
  const [open, setOpen] = useState<number | null>(null)
  const set = (next: readonly DraftAttribute[]) => onChange(withSoundConditions(next))
  const reorder = useReorder((from, to) => {
    set(moved(attributes, from, to))
    setOpen(null)
  })
  const add = () => {
    set([...attributes, newAttribute(attributes, t('new-attribute'))])
    setOpen(attributes.length)
  }
  const shown = attributes.filter(({ retired }) => !retired)
  return (
    <section className={classes.attributes}>
      <header className={classes.attributesHead}>
        <h3 className={classes.subtitle}>{title}</h3>
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={13} />} onClick={add}>
          {t('add-attribute')}
        </Button>
      </header>
      {shown.length === 0 && <p className={classes.quiet}>{empty}</p>}
      {attributes.map((attribute, at) =>
        attribute.retired ? null : (
          <AttributeForm
            // biome-ignore lint/suspicious/noArrayIndexKey: the key itself can be edited here
            key={at}
            attribute={attribute}
            path={`${path}[${at}]`}
            all={attributes}
            at={at}
            isOpen={open === at}
            onToggle={() => setOpen(open === at ? null : at)}
            onChange={(next) => set(replaceAt(attributes, at, next))}
            onRemove={() => {
              set(without(attributes, at))
              setOpen(null)
            }}
            drag={reorder(at)}
          />
        ),
      )}
    </section>
  )
}
