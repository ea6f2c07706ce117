import { Autocomplete, Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { type Reference, useProject } from '../../app/project'
import { useErrorText } from '../../ui'
import classes from './data.module.css'

export interface TasksDialogProps {
  readonly tasks: readonly string[]
  readonly onClose: () => void
  readonly onDone: (message: string) => void
}

/** Into a new batch, or one that is still open: just type its name. */
export function BatchDialog({ tasks, onClose, onDone }: TasksDialogProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const errorText = useErrorText()
  const [name, setName] = useState('')
  const params = { path: { project: project.id } }
  const batches = useList<Reference & { state: string }>('/api/v1/projects/{project}/batches', {
    params,
  })
  const open = batches.rows.filter(({ state }) => state === 'open')
  const known = open.find((batch) => batch.name === name.trim())
  const cut = useSend('post', '/api/v1/projects/{project}/batches/cut')
  const bulk = useSend('post', '/api/v1/projects/{project}/tasks/bulk')
  const error = cut.error ?? bulk.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const onSuccess = () => onDone(t('batch.done', { count: tasks.length, name: name.trim() }))
    if (known) {
      const body = { action: 'batch' as const, tasks: [...tasks], batch: known.id }
      bulk.mutate({ params, body }, { onSuccess })
    } else
      cut.mutate(
        { params, body: { name: name.trim(), priority: 0, tasks: [...tasks] } },
        { onSuccess },
      )
  }
  return (
    <Modal opened onClose={onClose} size={420} title={t('batch.title', { count: tasks.length })}>
      <form className={classes.form} onSubmit={submit}>
        <Autocomplete
          label={t('batch.name')}
          description={t('batch.hint')}
          data={open.map((batch) => batch.name)}
          value={name}
          maxLength={200}
          data-autofocus
          onChange={setName}
        />
        {error && (
          <p role="alert" className={classes.failure}>
            {errorText(error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!name.trim()} loading={cut.isPending || bulk.isPending}>
            {t(known ? 'batch.add' : 'batch.create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
