import { Button, Modal, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { useProject } from '../../app/project'
import { useErrorText } from '../../ui'
import type { TasksDialogProps } from './BatchDialog'
import classes from './data.module.css'

interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
}

/** To one annotator by name; without a name the tasks go back to the queue for everybody. */
export function AssignDialog({ tasks, onClose, onDone }: TasksDialogProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const errorText = useErrorText()
  const [person, setPerson] = useState<string | null>(null)
  const params = { path: { project: project.id } }
  const people = useList<Person>('/api/v1/projects/{project}/people', { params })
  const annotators = people.rows.filter(({ roles }) => roles.includes('annotator'))
  const assign = useSend<{ changed: number }>('post', '/api/v1/projects/{project}/tasks/bulk')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    assign.mutate(
      { params, body: { action: 'assign', tasks, assignee: person } },
      { onSuccess: ({ changed }) => onDone(t('assign.done', { count: changed })) },
    )
  }
  return (
    <Modal opened onClose={onClose} size={420} title={t('assign.title', { count: tasks.length })}>
      <form className={classes.form} onSubmit={submit}>
        <Select
          label={t('assign.person')}
          placeholder={t('assign.nobody')}
          data={annotators.map(({ id, name }) => ({ value: id, label: name }))}
          value={person}
          searchable
          clearable
          nothingFoundMessage={t('assign.none')}
          data-autofocus
          onChange={setPerson}
        />
        {assign.error && (
          <p role="alert" className={classes.failure}>
            {errorText(assign.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={assign.isPending}>
            {t(person ? 'assign.action' : 'assign.free')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
