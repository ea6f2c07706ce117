import { Anchor } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './EmptyState'
import { ErrorState } from './ErrorState'

export function NotFoundPage() {
  const { t } = useTranslation('common')
  return (
    <EmptyState
      icon={IconMapQuestion}
      title={t('not-found.title')}
      text={t('not-found.text')}
      action={
        <Anchor component={Link} to="/">
          {t('not-found.home')}
        </Anchor>
      }
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
