import { IconMapQuestion } from '@tabler/icons-react'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './EmptyState'
import { ErrorState, HomeButton } from './ErrorState'

export function NotFoundPage() {
  const { t } = useTranslation('common')
  return (
    <EmptyState
      icon={IconMapQuestion}
      title={t('not-found.title')}
      text={t('not-found.text')}
      action={<HomeButton />}
    />
  )
}

/** A screen that threw while it was drawn or loaded. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        reset()
        void router.invalidate()
      }}
    />
  )
}
