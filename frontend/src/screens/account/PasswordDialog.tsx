import { Button, Group, Modal, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useFieldErrors } from '../../ui'
import classes from './account.module.css'
import { FormError } from './FormError'

export type Confirmed = { readonly recovery_codes?: readonly string[] } | undefined

interface PasswordDialogProps {
  readonly action: 'disable' | 'recovery-codes'
  readonly onClose: () => void
  readonly onDone: (answer: Confirmed) => void
}

/** What weakens an account is confirmed with its password. */
export function PasswordDialog({ action, onClose, onDone }: PasswordDialogProps) {
  const { t } = useTranslation('account')
  const [password, setPassword] = useState('')
  const send = useSend<Confirmed>('post', `/api/v1/session/second-factor/${action}`)
  const field = useFieldErrors(send.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate({ body: { password } }, { onSuccess: onDone })
  }
  return (
    <Modal opened onClose={onClose} title={t(`factor.confirm.${action}`)} size={400}>
      <form className={classes.form} onSubmit={submit} style={{ maxWidth: 'none' }}>
        <FormError error={send.error} fields={['password']} />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
          {...field('password')}
        />
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            color={action === 'disable' ? 'red' : 'petrol'}
            loading={send.isPending}
            disabled={!password}
          >
            {t(action === 'disable' ? 'factor.disable' : 'factor.new-codes')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
