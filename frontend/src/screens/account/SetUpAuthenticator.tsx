import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { CopyButton, ErrorState, RowSkeletons, useFieldErrors } from '../../ui'
import classes from './account.module.css'
import { FormError } from './FormError'

interface Offer {
  readonly secret: string
  readonly url: string
  readonly svg: string
}

interface SetUpProps {
  readonly onDone: (recoveryCodes: readonly string[]) => void
  readonly onCancel: () => void
}

/** Scan, then prove it with a first code. */
export function SetUpAuthenticator({ onDone, onCancel }: SetUpProps) {
  const path = '/api/v1/session/second-factor/authenticator'
  const offer = useSend<Offer>('post', path)
  const { mutate } = offer
  useEffect(() => mutate(undefined), [mutate])
  if (offer.error)
    return <ErrorState compact error={offer.error} onRetry={() => mutate(undefined)} />
  if (!offer.data) return <RowSkeletons rows={4} />
  return <Scan offer={offer.data} onDone={onDone} onCancel={onCancel} />
}

function Scan({ offer, onDone, onCancel }: SetUpProps & { offer: Offer }) {
  const { t } = useTranslation('account')
  const [code, setCode] = useState('')
  const enable = useSend<{ recovery_codes: string[] }>(
    'put',
    '/api/v1/session/second-factor/authenticator',
  )
  const field = useFieldErrors(enable.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enable.mutate({ body: { code } }, { onSuccess: ({ recovery_codes: codes }) => onDone(codes) })
  }
  return (
    <div className={classes.scan}>
      <div className={classes.qr}>
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(offer.svg)}`}
          alt={t('factor.picture')}
        />
      </div>
      <form className={classes.form} onSubmit={submit}>
        <div>
          <span className={classes.note}>{t('factor.type-instead')}</span>
          <div className={classes.secret}>
            <span>{offer.secret}</span>
            <CopyButton value={offer.secret} />
          </div>
        </div>
        <FormError error={enable.error} fields={['code']} />
        <TextInput
          label={t('factor.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          {...field('code')}
        />
        <Group gap={8}>
          <Button type="submit" loading={enable.isPending} disabled={code.trim().length < 6}>
            {t('factor.enable')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('common:cancel')}
          </Button>
        </Group>
      </form>
    </div>
  )
}
