import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import type { Reference } from '../../app/project'
import { useErrorText, useFieldErrors } from '../../ui'
import classes from './JoinForm.module.css'

export interface Invitation {
  readonly email: string
  readonly organisation: Reference & { readonly kind: string }
  readonly role: string
  /** Their name. */
  readonly invited_by: string | null
  readonly expires_at: string
  /** There is an account of this address already: its password proves who accepts. */
  readonly has_account: boolean
}

interface JoinFormProps {
  readonly token: string
  readonly invitation: Invitation
  readonly onDone: (isSignedIn: boolean) => void
}

export function JoinForm({ token, invitation, onDone }: JoinFormProps) {
  const { t } = useTranslation('auth')
  const text = useErrorText()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accept = useSend<{ signed_in: boolean }>('post', '/api/v1/invitations/by-token/{token}')
  const field = useFieldErrors(accept.error)
  const hasAccount = invitation.has_account
  const isExplained = accept.error && ['name', 'password'].some((key) => field(key).error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = hasAccount ? { password } : { name: name.trim(), password }
    accept.mutate(
      { params: { path: { token } }, body },
      { onSuccess: (answer) => onDone(answer.signed_in) },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {accept.error && !isExplained && (
        <Alert color="red" role="alert">
          {text(accept.error)}
        </Alert>
      )}
      <TextInput
        label={t('join.email')}
        value={invitation.email}
        readOnly
        size="md"
        autoComplete="username"
      />
      {!hasAccount && (
        <TextInput
          label={t('join.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="name"
          size="md"
          autoFocus
          required
          withAsterisk={false}
          {...field('name')}
        />
      )}
      <NewOrOwnPassword
        isOwn={hasAccount}
        value={password}
        onChange={setPassword}
        error={field('password')}
      />
      <Button type="submit" size="md" loading={accept.isPending} fullWidth mt={4}>
        {t('join.submit')}
      </Button>
    </form>
  )
}

interface PasswordProps {
  /** Of the account that this person has already. */
  readonly isOwn: boolean
  readonly value: string
  readonly onChange: (password: string) => void
  readonly error: { readonly error?: string }
}

function NewOrOwnPassword({ isOwn, value, onChange, error }: PasswordProps) {
  const { t } = useTranslation('auth')
  return (
    <PasswordInput
      label={isOwn ? t('join.your-password') : t('join.password')}
      description={isOwn ? undefined : t('join.password-hint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={isOwn ? 'current-password' : 'new-password'}
      size="md"
      required
      withAsterisk={false}
      {...error}
    />
  )
}
