import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../ui/table/column'
import { Severity } from './Severity'
import type { Finding, Issue } from './types'

type Problem = Finding | Issue

/** Open the object that a finding or an issue is about, in the workbench. */
export function useOpenProblem(): (row: Problem) => void {
  const navigate = useNavigate()
  return useCallback(
    ({ task, record }) =>
      void navigate({
        to: `/tasks/${task}`,
        search: (record ? { object: record } : {}) as never,
      }),
    [navigate],
  )
}

/** How grave it is, and where. */
export function useWhereColumns<R extends Problem>(
  place: (row: R) => ReactNode,
): readonly Column<R>[] {
  const { t } = useTranslation('quality')
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: 110,
      fixed: true,
      cell: (row) => <Severity level={row.severity} />,
    },
    { id: 'place', header: t('column.place'), width: 76, cell: place },
    {
      id: 'task',
      header: t('column.task'),
      width: 64,
      cell: (row) => t('task-number', { number: row.task_number }),
    },
  ]
}
