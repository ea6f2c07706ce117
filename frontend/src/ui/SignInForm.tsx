import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../api/error'
import { type Session, type SignIn, useSignIn } from '../api/session'
import { useAdoptPreferences } from '../app/preferences'
import { useErrorText } from './error-text'
import classes from './SignInForm.module.css'

export interface SignInFormProps {
  /** Who has to sign in, when only one person may. */
  readonly email?: string
  readonly onDone: (session: Session) => void
}

type Fields = Required<SignIn>

/** Email and password, then a code from the authenticator when the account asks for one. */
export function SignInForm({ email: known = '', onDone }: SignInFormProps) {
  const { t } = useTranslation('common')
  const text = useErrorText()
  const [fields, setFields] = useState<Fields>({ email: known, password: '', code: '' })
  const { submit, needsCode, busy, error } = useSubmit(fields, onDone)
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }))
  return (
    <form onSubmit={(event) => void submit(event)} className={classes.form}>
      {error !== null && (
        <Alert color="red" variant="light" role="alert">
          {text(error)}
        </Alert>
      )}
      {needsCode ? (
        <CodeField value={fields.code} onChange={(code) => set({ code })} />
      ) : (
        <Credentials fields={fields} isKnown={known !== ''} onChange={set} />
      )}
      <Button type="submit" size="md" loading={busy} fullWidth>
        {needsCode ? t('sign-in.verify') : t('sign-in.submit')}
      </Button>
    </form>
  )
}

function useSubmit(fields: Fields, onDone: (session: Session) => void) {
  const signIn = useSignIn()
  const adopt = useAdoptPreferences()
  const [needsCode, setNeedsCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const { email, password, code } = fields
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
  return { submit, needsCode, busy, error }
}

interface CredentialsProps {
  readonly fields: Fields
  readonly isKnown: boolean
  readonly onChange: (change: Partial<Fields>) => void
}

function Credentials({ fields, isKnown, onChange }: CredentialsProps) {
  const { t } = useTranslation('common')
  return (
    <>
      <TextInput
        label={t('sign-in.email')}
        type="email"
        value={fields.email}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
        autoComplete="username"
        size="md"
        readOnly={isKnown}
        autoFocus={!isKnown}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('sign-in.password')}
        value={fields.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        autoComplete="current-password"
        size="md"
        data-autofocus={isKnown || undefined}
        required
        withAsterisk={false}
      />
    </>
  )
}

function CodeField({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation('common')
  return (
    <TextInput
      label={t('sign-in.code')}
      description={t('sign-in.code-hint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputMode="numeric"
      autoComplete="one-time-code"
      size="md"
      data-autofocus
      autoFocus
      required
      withAsterisk={false}
    />
  )
}
