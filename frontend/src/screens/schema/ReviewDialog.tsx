import { Alert, Button, Modal, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { notifyDone, useErrorText, useFormats } from '../../ui'
import { ChangeLine } from './ChangeLine'
import classes from './schema.module.css'
import type { ChangeWithUse, DraftSchema, Proposal, SchemaAnswer } from './types'

interface Props {
  readonly base: SchemaAnswer
  readonly schema: DraftSchema
  readonly proposal: Proposal
  readonly onClose: () => void
}

/** What the next version changes, and how much of the work it touches, before it is published. */
export function ReviewDialog({ base, schema, proposal, onClose }: Props) {
  const { t } = useTranslation('schema')
  const project = useProject()
  const errorText = useErrorText()
  const [note, setNote] = useState('')
  const publish = useSend<SchemaAnswer>('post', '/api/v1/projects/{project}/schema-versions', [
    '/api/v1/projects/{project}/schema',
  ])
  const touching = proposal.changes.filter((change) => change.touches_records)
  const others = proposal.changes.filter((change) => !change.touches_records)
  const send = () =>
    publish.mutate(
      {
        params: { path: { project: project.id } },
        body: { content: schema, base_version: base.version, note },
      },
      {
        onSuccess: ({ version }) => {
          notifyDone(t('published', { version }))
          onClose()
        },
      },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={t('review.title', { version: base.version + 1 })}
    >
      {touching.length > 0 && <Touching changes={touching} before={base.content} after={schema} />}
      {others.length > 0 && (
        <section>
          <h3 className={classes.subtitle}>{t('review.harmless')}</h3>
          <ul className={classes.changes}>
            {others.map((change) => (
              <ChangeLine
                key={keyOf(change)}
                change={change}
                before={base.content}
                after={schema}
              />
            ))}
          </ul>
        </section>
      )}
      <TextInput
        mt="md"
        label={t('note')}
        placeholder={t('note-example')}
        value={note}
        maxLength={500}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {publish.error && (
        <p role="alert" className={classes.failure}>
          {errorText(publish.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('back')}
        </Button>
        <Button loading={publish.isPending} onClick={send}>
          {t('publish-version', { version: base.version + 1 })}
        </Button>
      </div>
    </Modal>
  )
}

interface TouchingProps {
  readonly changes: readonly ChangeWithUse[]
  readonly before: DraftSchema
  readonly after: DraftSchema
}

function Touching({ changes, before, after }: TouchingProps) {
  const { t } = useTranslation('schema')
  const formats = useFormats()
  const records = changes.reduce((sum, change) => sum + change.records, 0)
  return (
    <section>
      <h3 className={classes.subtitle}>{t('review.touching')}</h3>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <ChangeLine key={keyOf(change)} change={change} before={before} after={after}>
            <span className={classes.use} data-none={change.records === 0 || undefined}>
              {t('review.use', {
                count: change.records,
                records: formats.number(change.records),
                open: formats.number(change.open_tasks),
              })}
            </span>
          </ChangeLine>
        ))}
      </ul>
      {records > 0 && (
        <Alert icon={<IconInfoCircle size={16} />} variant="light" p="xs" mb="sm">
          {t('review.safe')}
        </Alert>
      )}
    </section>
  )
}

function keyOf({ verb, label, attribute, option, field, after, before }: ChangeWithUse): string {
  return [verb, label, attribute, option, field, String(before), String(after)].join('/')
}
