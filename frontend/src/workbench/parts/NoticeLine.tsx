import { CloseButton } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../ui/error-text'
import { useReason, useWorkbench } from '../context'
import type { Notice } from '../session/shell-state'
import { useValue } from '../use-value'
import classes from './parts.module.css'

const SHOWN_MS = { info: 2500, warning: 8000, error: 15_000 } as const

function useNoticeText(): (notice: Notice) => string {
  const { t } = useTranslation('workbench')
  const errorText = useErrorText()
  const reasonOf = useReason()
  return ({ key, params, error }) => {
    if (error !== undefined) return errorText(error)
    if (params && typeof params.reason === 'string') return reasonOf(params.reason)
    return t(`notice.${key}`, params ?? {})
  }
}

/** How the last thing went, when it did not go by itself. */
export function NoticeLine() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const textOf = useNoticeText()
  const notice = useValue(session.shell.notice)
  const close = () => {
    session.shell.notice.value = null
  }
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => {
      if (session.shell.notice.peek() === notice) session.shell.notice.value = null
    }, SHOWN_MS[notice.tone])
    return () => clearTimeout(timer)
  }, [notice, session])
  if (!notice) return null
  return (
    <div
      className={classes.notice}
      data-tone={notice.tone}
      role={notice.tone === 'error' ? 'alert' : 'status'}
    >
      <span>{textOf(notice)}</span>
      <CloseButton size="sm" onClick={close} aria-label={t('close')} />
    </div>
  )
}
