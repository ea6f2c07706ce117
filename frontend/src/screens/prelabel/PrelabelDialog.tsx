import { Button, Modal, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useList, useSend } from '../../api'
import { useProject } from '../../app/project'
import { useErrorText } from '../../ui/error-text'
import { notifyDone } from '../../ui/notify'
import classes from '../models/models.module.css'
import { MODELS, type Model, RUNS, type Run, TOUCHED } from '../models/types'

interface PrelabelDialogProps {
  /** Chosen already. */
  readonly model?: string | undefined
  readonly batch?: string | undefined
  /** Ids of the tasks to work on, as selected in a list; without them a batch or the whole project. */
  readonly tasks?: readonly string[]
  readonly onClose: () => void
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Let a model propose labels: which model, over which tasks. The job tray shows how far it is. */
export function PrelabelDialog({ model, batch, tasks, onClose }: PrelabelDialogProps) {
  const { t } = useTranslation('prelabel')
  const errorText = useErrorText()
  const project = useProject()
  const ready = useReady(project.id)
  const [picked, choose] = useState<string | null>(model ?? null)
  // There is nothing to choose where there is one.
  const chosen = picked ?? (ready.length === 1 ? (ready[0]?.id ?? null) : null)
  const [where, setWhere] = useState<string | null>(batch ?? null)
  const number = useTaskCount(tasks, where)
  const start = useSend<Run>('post', RUNS, TOUCHED)
  const submit = () =>
    start.mutate(
      {
        params: { path: { project: project.id } },
        body: { model: chosen, ...(tasks ? { tasks } : { batch: where }) },
      },
      {
        onSuccess: () => {
          notifyDone(t('run-started'))
          onClose()
        },
      },
    )
  return (
    <Modal opened onClose={onClose} title={t('prelabel')} size={440}>
      <div className={classes.form}>
        <ModelSelect ready={ready} value={chosen} onChange={choose} />
        {!tasks && <BatchSelect value={where} onChange={setWhere} />}
        <p className={classes.note}>{t('promise', { count: number })}</p>
        {start.error && (
          <p role="alert" className={classes.error}>
            {errorText(start.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button loading={start.isPending} disabled={!chosen || number === 0} onClick={submit}>
            {t('start')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

/** How many tasks a run would work on: the selected ones, else those of the batch or the project. */
function useTaskCount(tasks: readonly string[] | undefined, batch: string | null): number {
  const project = useProject()
  const count = useGet<{ tasks: number }>(
    '/api/v1/projects/{project}/prelabel-tasks',
    { params: { path: { project: project.id }, query: batch ? { batch } : {} } },
    { enabled: !tasks, keep: true },
  )
  return tasks?.length ?? count.data?.tasks ?? 0
}

interface ChoiceProps {
  /** An id, or null while nothing is chosen. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** The models that are ready to run. */
function useReady(project: string): readonly Model[] {
  const models = useList<Model>(MODELS, { params: { path: { project } } })
  return models.rows.filter((each) => each.state === 'ready')
}

function ModelSelect({ ready, value, onChange }: ChoiceProps & { ready: readonly Model[] }) {
  const { t } = useTranslation('prelabel')
  return (
    <Select
      label={t('model')}
      placeholder={ready.length ? t('choose') : t('none-ready')}
      disabled={ready.length === 0}
      data={ready.map((each) => ({ value: each.id, label: `${each.name} v${each.version}` }))}
      value={value}
      onChange={onChange}
    />
  )
}

/** One open batch; null stands for the whole project. */
function BatchSelect({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation('prelabel')
  const project = useProject()
  const batches = useList<Named>('/api/v1/projects/{project}/batches', {
    params: { path: { project: project.id }, query: { state: 'open' } },
  })
  return (
    <Select
      label={t('where')}
      data={[
        { value: '', label: t('whole-project') },
        ...batches.rows.map((each) => ({ value: each.id, label: each.name })),
      ]}
      value={value ?? ''}
      onChange={(next) => onChange(next || null)}
      allowDeselect={false}
    />
  )
}
