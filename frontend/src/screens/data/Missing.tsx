import { Alert, Button } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useJobStarted } from '../../api/jobs'
import { useProject } from '../../app/project'
import { useFormats } from '../../ui'
import { notifyError } from '../../ui/notify'
import { useText } from '../../workbench/context'
import classes from './data.module.css'
import { type Addition, type Import, isRunning } from './types'

const SHOWN = 8

/** What the files use and the label schema lacks: shown whole, and added in one step. */
export function Missing({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const project = useProject()
  const formats = useFormats()
  const started = useJobStarted()
  const [isOpen, setOpen] = useState(false)
  const again = useSend('post', '/api/v1/imports/{imported}/labels', ['/api/v1/imports'])
  const additions = imported.counts.additions ?? []
  if (additions.length === 0 || isRunning(imported)) return null
  const unknown = Object.values(imported.counts.unknown_labels ?? {})
  const objects = unknown.reduce((sum, count) => sum + count, 0)
  const add = () =>
    again.mutate(
      { params: { path: { imported: imported.id } } },
      { onSuccess: () => started(), onError: notifyError },
    )
  return (
    <Alert
      variant="light"
      m={12}
      icon={<IconTags size={16} />}
      title={t('missing.title', { count: additions.length })}
      className={classes.missing ?? ''}
    >
      <p className={classes.missingText}>
        {objects > 0 &&
          `${t('missing.objects', { count: objects, objects: formats.number(objects) })} `}
        {t('missing.will-add')}
      </p>
      <ul className={classes.additions}>
        {additions.slice(0, isOpen ? undefined : SHOWN).map((addition) => (
          <Line key={addition.label} addition={addition} />
        ))}
      </ul>
      <div className={classes.missingActions}>
        {project.can.manage === true && (
          <Button size="xs" loading={again.isPending} onClick={add}>
            {t('missing.add')}
          </Button>
        )}
        {additions.length > SHOWN && !isOpen && (
          <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
            {t('missing.show-all', { count: additions.length })}
          </Button>
        )}
      </div>
    </Alert>
  )
}

function Line({ addition }: { addition: Addition }) {
  const { t } = useTranslation(['data', 'schema'])
  const text = useText()
  const formats = useFormats()
  const { name, label, color, points } = addition
  const kinds = addition.kinds.map((kind) => t(`schema:kind.${kind}`, { defaultValue: kind }))
  const parts = [
    ...(kinds.length > 0 ? [formats.list(kinds)] : []),
    ...(points.length > 0 ? [t('missing.skeleton', { points: formats.list([...points]) })] : []),
    ...addition.attributes.map((each) => attribute(each)),
  ]
  function attribute({ key, type, options, more_options: more }: Addition['attributes'][number]) {
    const listed = options.join(', ')
    const said = more > 0 ? t('missing.more-options', { options: listed, count: more }) : listed
    return `${key} (${said || t(`schema:type.${type}`)})`
  }
  return (
    <li className={classes.addition}>
      <span className={classes.additionLabel}>
        {label && <span className={classes.swatch} style={{ background: color }} />}
        {label ? text({ en: name.en ?? label, zh: name.zh ?? label }) : t('missing.questions')}
      </span>
      <span>
        {addition.new && <span className={classes.newLabel}>{t('missing.new')}</span>}
        {parts.join(' · ')}
      </span>
    </li>
  )
}
