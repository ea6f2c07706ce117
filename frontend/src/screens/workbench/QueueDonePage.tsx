import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/EmptyState'

/** The queue is empty: everything there was has been done. */
export function QueueDonePage() {
  const { t } = useTranslation('workbench')
  const navigate = useNavigate()
  return (
    <main style={{ display: 'flex', height: '100%' }}>
      <EmptyState
        icon={IconCircleCheck}
        title={t('done.title')}
        text={t('done.text')}
        action={<Button onClick={() => void navigate({ to: '/' })}>{t('done.home')}</Button>}
      />
    </main>
  )
}
