import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useFieldErrors } from '../../ui'
import classes from './account.module.css'
import { FormError } from './FormError'
import type { CreatedToken } from './TokensPanel'

const LIFETIMES = ['30', '90', '365', 'never'] as const
const DAY = 86_400_000

interface NewTokenProps {
  readonly onClose: () => void
  readonly onDone: (token: CreatedToken) => void
}

export function NewTokenDialog({ onClose, onDone }: NewTokenProps) {
  const { t } = useTranslation('account')
  const [name, setName] = useState('')
  const [lifetime, setLifetime] = useState<string>('90')
  const create = useSend<CreatedToken>('post', '/api/v1/tokens', ['/api/v1/tokens'])
  const field = useFieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const expires =
      lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * DAY).toISOString()
    create.mutate({ body: { name: name.trim(), expires_at: expires } }, { onSuccess: onDone })
  }
  return (
    <Modal opened onClose={onClose} title={t('tokens.new')} size={400}>
      <form className={classes.form} style={{ maxWidth: 'none' }} onSubmit={submit}>
        <FormError error={create.error} fields={['name', 'expires_at']} />
        <TextInput
          label={t('tokens.name')}
          description={t('tokens.name-hint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          data-autofocus
          {...field('name')}
        />
        <Select
          label={t('tokens.lifetime')}
          data={LIFETIMES.map((value) => ({ value, label: t(`tokens.lifetimes.${value}`) }))}
          value={lifetime}
          onChange={(value) => value && setLifetime(value)}
          {...field('expires_at')}
        />
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
            {t('tokens.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
