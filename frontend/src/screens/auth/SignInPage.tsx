import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useDocumentTitle } from '../../ui'
import { SignInForm } from '../../ui/SignInForm'
import { Doorway } from './Doorway'
import { safeNext } from './safe-next'

export function SignInPage() {
  const { t } = useTranslation('auth')
  const { next } = useSearch({ strict: false }) as { next?: string }
  const navigate = useNavigate()
  useDocumentTitle(t('sign-in.title'))
  return (
    <Doorway title={t('sign-in.title')} text={t('sign-in.text')}>
      <SignInForm onDone={() => void navigate({ href: safeNext(next) })} />
      <p className="gw-hint">{t('sign-in.no-account')}</p>
    </Doorway>
  )
}
