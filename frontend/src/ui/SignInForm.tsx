import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../api/error'
import { type Session, useSignIn } from '../api/session'
import { useAdoptPreferences } from '../app/preferences'
import { useErrorText } from './error-text'
import classes from './SignInForm.module.css'

export interface SignInFormProps {
  readonly email?: string
  readonly onDone: (session: Session) => void
}

/** Email and password, then a code from the authenticator when the account asks for one. */
export function SignInForm({ email: known = '', onDone }: SignInFormProps) {
  const { t } = useTranslation('common')
  const text = useErrorText()
  const signIn = useSignIn()
  const adopt = useAdoptPreferences()
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const session = await signIn({ email, password, ...(needsCode ? { code } : {}) })
      await adopt(session)
      onDone(session)
    } catch (caught) {
      const firstAsk = asApiError(caught).code === 'mfa-required' && !needsCode
      if (firstAsk) setNeedsCode(true)
      else setError(caught)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className={classes.form}>
      {error !== null && (
        <Alert color="red" variant="light" role="alert">
          {text(error)}
        </Alert>
      )}
      {needsCode ? (
        <TextInput
          label={t('sign-in.code')}
          description={t('sign-in.code-hint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          size="md"
          data-autofocus
          autoFocus
          required
        />
      ) : (
        <>
          <TextInput
            label={t('sign-in.email')}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            autoComplete="username"
            size="md"
            readOnly={known !== ''}
            autoFocus={known === ''}
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={t('sign-in.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            size="md"
            data-autofocus={known !== '' || undefined}
            required
            withAsterisk={false}
          />
        </>
      )}
      <Button type="submit" size="md" loading={busy} fullWidth>
        {needsCode ? t('sign-in.verify') : t('sign-in.submit')}
      </Button>
    </form>
  )
}
