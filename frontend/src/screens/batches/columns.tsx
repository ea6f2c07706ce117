import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import {
  type Column,
  notifyError,
  RelativeTime,
  StateBadge,
  useConfirm,
  useFormats,
} from '../../ui'
import classes from './batches.module.css'
import { Progress } from './Progress'
import type { BatchRow } from './types'

interface Options {
  readonly manages: boolean
  readonly onEdit: (batch: BatchRow) => void
}

export function useColumns({ manages, onEdit }: Options): readonly Column<BatchRow>[] {
  const shown = useShownColumns()
  return useMemo(() => {
    const more: Column<BatchRow> = {
      id: 'more',
      header: '',
      width: 44,
      fixed: true,
      cell: (row) => <More batch={row} onEdit={() => onEdit(row)} />,
    }
    return manages ? [...shown, more] : shown
  }, [shown, manages, onEdit])
}

const None = () => <span className={classes.none}>–</span>

function useShownColumns(): readonly Column<BatchRow>[] {
  const { t } = useTranslation('batches')
  const formats = useFormats()
  return useMemo(() => {
    const figure = (id: 'tasks' | 'objects' | 'priority', width: number): Column<BatchRow> => ({
      id,
      header: t(`column.${id}`),
      width,
      align: 'end',
      cell: (row) => (row[id] === 0 ? <None /> : formats.number(row[id])),
    })
    return [
      {
        id: 'name',
        header: t('column.name'),
        min: 180,
        fixed: true,
        cell: (row) => <strong>{row.name}</strong>,
      },
      {
        id: 'state',
        header: t('column.state'),
        width: 150,
        cell: (row) => <StateBadge kind="batch" state={row.state} />,
      },
      {
        id: 'progress',
        header: t('column.progress'),
        min: 260,
        cell: (row) => <Progress batch={row} />,
      },
      figure('tasks', 80),
      figure('objects', 90),
      figure('priority', 80),
      { id: 'due', header: t('column.due'), width: 120, cell: (row) => <Due batch={row} /> },
      {
        id: 'created',
        header: t('column.created'),
        width: 120,
        hidden: true,
        cell: (row) => <RelativeTime at={row.created_at} />,
      },
    ]
  }, [t, formats])
}

/** The day, red once it has passed with work left. */
function Due({ batch }: { batch: BatchRow }) {
  const formats = useFormats()
  if (!batch.due) return <span className={classes.none}>–</span>
  const isLate = batch.state === 'open' && batch.due < new Date().toISOString().slice(0, 10)
  return (
    <span className={classes.due} data-late={isLate || undefined}>
      {formats.date(batch.due)}
    </span>
  )
}

interface MoreProps {
  readonly batch: BatchRow
  readonly onEdit: () => void
}

function More({ batch, onEdit }: MoreProps) {
  const { t } = useTranslation('batches')
  const project = useProject()
  const confirm = useConfirm()
  const dissolve = useSend('delete', '/api/v1/batches/{batch}', ['/api/v1/projects'])
  const ask = () =>
    confirm({
      title: t('dissolve.title', { name: batch.name }),
      text: t('dissolve.text', { count: batch.tasks }),
      action: t('dissolve.action'),
      danger: true,
      run: () => dissolve.mutateAsync({ params: { path: { batch: batch.id } } }).catch(notifyError),
    })
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('more', { name: batch.name })}>
          <IconDots size={15} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>{t('edit.open')}</Menu.Item>
        <Menu.Item component={Link} to={`/projects/${project.id}/quality`}>
          {t('quality')}
        </Menu.Item>
        {batch.state === 'open' && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => void ask()}>
              {t('dissolve.open')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
