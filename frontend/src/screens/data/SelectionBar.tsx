import { Button, CloseButton } from '@mantine/core'
import { IconListCheck, IconStack2, IconTrash, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInvalidate, useSend } from '../../api'
import { useProject } from '../../app/project'
import { notifyDone, type Selection, useFormats } from '../../ui'
import { useConfirm } from '../../ui/Confirm'
import { notifyError } from '../../ui/notify'
import { AssignDialog } from './AssignDialog'
import { BatchDialog } from './BatchDialog'
import classes from './data.module.css'
import type { Asset } from './types'

interface Props {
  readonly selection: Selection
  readonly rows: readonly Asset[]
}

type DialogName = 'batch' | 'assign'

/** What can be done with the chosen pictures, all at once. */
export function SelectionBar({ selection, rows }: Props) {
  const { t } = useTranslation('data')
  const project = useProject()
  const formats = useFormats()
  const invalidate = useInvalidate()
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const chosen = rows.filter(({ id }) => selection.has(id))
  const tasks = chosen.flatMap(({ task }) => task?.id ?? [])
  const without = chosen.filter(({ task }) => !task).length
  const done = (message: string) => {
    notifyDone(message)
    selection.clear()
    setDialog(null)
    void invalidate('/api/v1/projects/{project}')
  }
  return (
    <div className={classes.selection} role="toolbar" aria-label={t('selection.title')}>
      <strong>
        {t('selection.count', { count: selection.size, total: formats.number(selection.size) })}
      </strong>
      <Button size="xs" variant="subtle" onClick={() => selection.set(rows.map(({ id }) => id))}>
        {t('selection.all', { count: rows.length })}
      </Button>
      {project.can.manage === true && (
        <>
          {without > 0 && <MakeTasks ids={chosen.map(({ id }) => id)} onDone={done} />}
          <TaskActions none={tasks.length === 0} onChoose={setDialog} />
          <Delete ids={chosen.map(({ id }) => id)} onDone={done} />
        </>
      )}
      <CloseButton size="sm" aria-label={t('selection.clear')} onClick={selection.clear} />
      {dialog === 'batch' && (
        <BatchDialog tasks={tasks} onClose={() => setDialog(null)} onDone={done} />
      )}
      {dialog === 'assign' && (
        <AssignDialog tasks={tasks} onClose={() => setDialog(null)} onDone={done} />
      )}
    </div>
  )
}

interface TaskActionsProps {
  /** Whether none of the chosen pictures has a task. */
  readonly none: boolean
  readonly onChoose: (dialog: DialogName) => void
}

function TaskActions({ none, onChoose }: TaskActionsProps) {
  const { t } = useTranslation('data')
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconStack2 size={13} />}
        disabled={none}
        onClick={() => onChoose('batch')}
      >
        {t('selection.batch')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconUserPlus size={13} />}
        disabled={none}
        onClick={() => onChoose('assign')}
      >
        {t('selection.assign')}
      </Button>
    </>
  )
}

interface ActionProps {
  readonly ids: readonly string[]
  readonly onDone: (message: string) => void
}

function MakeTasks({ ids, onDone }: ActionProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const make = useSend<{ count: number }>('post', '/api/v1/projects/{project}/assets/make-tasks')
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconListCheck size={13} />}
      loading={make.isPending}
      onClick={() =>
        make.mutate(
          { params: { path: { project: project.id } }, body: { assets: ids } },
          {
            onSuccess: ({ count }) => onDone(t('selection.tasks-made', { count })),
            onError: notifyError,
          },
        )
      }
    >
      {t('selection.make-tasks')}
    </Button>
  )
}

function Delete({ ids, onDone }: ActionProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const confirm = useConfirm()
  const remove = useSend<{ count: number }>('post', '/api/v1/projects/{project}/assets/delete')
  const ask = async () => {
    const yes = await confirm({
      title: t('delete.title', { count: ids.length }),
      text: t('delete.text'),
      action: t('delete.action'),
      danger: true,
      run: () =>
        remove.mutateAsync({ params: { path: { project: project.id } }, body: { assets: ids } }),
    })
    if (yes) onDone(t('delete.done', { count: ids.length }))
  }
  return (
    <Button
      size="xs"
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={13} />}
      onClick={() => void ask()}
    >
      {t('delete.action')}
    </Button>
  )
}
