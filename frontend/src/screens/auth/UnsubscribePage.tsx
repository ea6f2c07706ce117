import { Button } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useDocumentTitle, useErrorText } from '../../ui'
import { Doorway } from './Doorway'

/** What the small print of a mail opens. Opening it changes nothing, for mail scanners open links, too. */
export function UnsubscribePage() {
  const { t } = useTranslation('auth')
  const { subscription } = useParams({ strict: false }) as { subscription: string }
  const text = useErrorText()
  const stop = useSend('post', '/api/v1/unsubscribe/{subscription}' as string)
  useDocumentTitle(t('unsubscribe.title'))
  if (stop.isSuccess) {
    return (
      <Doorway title={t('unsubscribe.title')} text={t('unsubscribe.done')}>
        <Button component={Link} to="/account" variant="default">
          {t('unsubscribe.account')}
        </Button>
      </Doorway>
    )
  }
  return (
    <Doorway
      title={t('unsubscribe.title')}
      text={stop.error ? text(stop.error) : t('unsubscribe.text')}
    >
      <Button
        loading={stop.isPending}
        onClick={() => stop.mutate({ params: { path: { subscription } } })}
      >
        {t('unsubscribe.stop')}
      </Button>
    </Doorway>
  )
}
