import { useDebouncedValue } from '@mantine/hooks'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { useConfirm } from '../../ui/Confirm'
import { isSame } from './draft'
import type { DraftSchema, Problem, Proposal, SchemaAnswer } from './types'

export interface Draft {
  readonly base: SchemaAnswer
  readonly schema: DraftSchema
  readonly isChanged: boolean
  readonly set: (schema: DraftSchema) => void
  readonly reset: () => void
  /** What the server says of the draft, a moment after the last change. */
  readonly proposal: Proposal | null
  readonly problems: readonly Problem[]
  readonly isChecking: boolean
}

/** The schema being edited; the server checks it while one types. */
export function useDraft(base: SchemaAnswer): Draft {
  const [schema, set] = useState(base.content)
  const [from, setFrom] = useState(base.version)
  // A new version came: published here, or by somebody else while nothing was changed here.
  if (from !== base.version) {
    setFrom(base.version)
    set(base.content)
  }
  const isChanged = !isSame(schema, base.content)
  const checked = useCheck(schema, isChanged)
  useAskBeforeLeaving(isChanged)
  return { base, schema, isChanged, set, reset: () => set(base.content), ...checked }
}

function useCheck(schema: DraftSchema, isChanged: boolean) {
  const project = useProject()
  const [settled] = useDebouncedValue(schema, 400)
  const { mutate, reset, data, error, isPending, variables } = useSend<Proposal>(
    'post',
    '/api/v1/projects/{project}/schema-versions',
  )
  useEffect(() => {
    if (!isChanged) reset()
    else if (settled === schema) {
      mutate({
        params: { path: { project: project.id } },
        body: { content: settled, dry_run: true },
      })
    }
  }, [schema, settled, isChanged, mutate, reset, project.id])
  // An answer about an earlier draft is none.
  const asked = (variables as { body?: { content?: unknown } } | undefined)?.body?.content
  return useMemo(
    () => ({
      proposal: data ?? null,
      problems: ((error?.params.problems as readonly Problem[] | undefined) ??
        data?.problems ??
        []) as readonly Problem[],
      isChecking: isPending || (isChanged && asked !== schema),
    }),
    [data, error, isPending, isChanged, asked, schema],
  )
}

function useAskBeforeLeaving(isChanged: boolean): void {
  const { t } = useTranslation('schema')
  const confirm = useConfirm()
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (!isChanged || current.pathname === next.pathname) return false
      return !(await confirm({
        title: t('leave.title'),
        text: t('leave.text'),
        action: t('leave.action'),
        danger: true,
      }))
    },
    enableBeforeUnload: () => isChanged,
  })
}
