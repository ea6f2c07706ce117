import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Choice, Row } from '../../core/outbox'
import { type Annotation, sameJson } from '../../core/patch'
import type { Sync } from '../../core/sync'
import { useText, useWorkbench } from '../context'
import { summary } from '../panels/attribute-values'
import { goTo } from '../session/pins'
import { useComputed } from '../use-value'
import classes from './dialogs.module.css'
import { Snippet } from './Snippet'

interface VersionProps {
  readonly title: string
  readonly record: Annotation | null
  readonly other: Annotation | null
  readonly choose: () => void
  readonly action: string
}

/** One of the two versions: picture, label, values, and the button that keeps it. */
function Version({ title, record, other, choose, action }: VersionProps) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { editor } = useWorkbench().session
  const label = record ? editor.labelOf(record) : undefined
  const changed = (of: (one: Annotation) => unknown) =>
    record && other && !sameJson(of(record), of(other)) ? true : undefined
  return (
    <div className={classes.version}>
      <h3>{title}</h3>
      {record ? (
        <>
          <Snippet record={record} other={other} label={title} />
          <p data-changed={changed((one) => one.label)}>
            <span className={classes.swatch} style={{ background: label?.color }} />
            {label ? text(label.name) : record.label}
          </p>
          <p className={classes.values} data-changed={changed((one) => one.attributes)}>
            {label ? summary(label.attributes, record.attributes, text) : ''}
          </p>
        </>
      ) : (
        <div className={classes.deleted}>{t('conflict.deleted')}</div>
      )}
      <Button fullWidth variant="default" onClick={choose}>
        {action}
      </Button>
    </div>
  )
}

function ConflictRow({ sync, row }: { sync: Sync; row: Row }) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const theirs = row.theirs ?? null
  const choose = (choice: Choice) => () => void sync.resolve(row.id, choice)
  return (
    <section className={classes.conflict} data-testid="conflict">
      <Version
        title={t('conflict.mine')}
        record={row.after}
        other={theirs}
        choose={choose('mine')}
        action={t('conflict.keep-mine')}
      />
      <Version
        title={t('conflict.theirs')}
        record={theirs}
        other={row.after}
        choose={choose('theirs')}
        action={t('conflict.keep-theirs')}
      />
      <button type="button" className={classes.link} onClick={() => goTo(session, row.id)}>
        {t('conflict.show')}
      </button>
    </section>
  )
}

/** Somebody changed the same annotation first: the person decides, one by one or all alike. */
export function Conflicts() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const open = useComputed(
    () => session.saving.all.flatMap((sync) => sync.conflicts.value.map((row) => ({ sync, row }))),
    [session],
  )
  const all = (choice: Choice) => {
    for (const { sync, row } of open) void sync.resolve(row.id, choice)
  }
  return (
    <Modal
      opened
      size={620}
      onClose={() => session.shell.close()}
      title={t('conflict.title', { count: open.length })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <p className={classes.lead}>{open.length > 0 ? t('conflict.text') : t('conflict.done')}</p>
      {open.map(({ sync, row }) => (
        <ConflictRow key={row.id} sync={sync} row={row} />
      ))}
      {open.length > 1 && (
        <div className={classes.buttons}>
          <Button variant="subtle" onClick={() => all('mine')}>
            {t('conflict.all-mine')}
          </Button>
          <Button variant="subtle" onClick={() => all('theirs')}>
            {t('conflict.all-theirs')}
          </Button>
        </div>
      )}
      {open.length === 0 && (
        <div className={classes.buttons}>
          <Button onClick={() => session.shell.close()}>{t('close')}</Button>
        </div>
      )}
    </Modal>
  )
}
