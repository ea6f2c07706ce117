import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useSession } from '../../api/session'
import { notifyDone, Panel, useFieldErrors } from '../../ui'
import classes from './account.module.css'
import { FormError } from './FormError'

export function PasswordPanel() {
  const { t } = useTranslation('account')
  const { me } = useSession()
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const change = useSend('post', '/api/v1/session/password', ['/api/v1/session/devices'])
  const field = useFieldErrors(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { body: { current, new: fresh } },
      {
        onSuccess: () => {
          setCurrent('')
          setFresh('')
          notifyDone(t('password.changed'))
        },
      },
    )
  }
  return (
    <Panel title={t('password.title')}>
      <p className={classes.text}>{t('password.text')}</p>
      <form className={classes.form} onSubmit={submit}>
        <FormError error={change.error} fields={['current', 'new']} />
        {/* A password manager needs to know whose password it keeps. */}
        <input type="hidden" name="username" autoComplete="username" value={me.email} />
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          {...field('current')}
        />
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          autoComplete="new-password"
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
          {...field('new')}
        />
        <Button type="submit" loading={change.isPending} disabled={!current || !fresh}>
          {t('password.save')}
        </Button>
      </form>
    </Panel>
  )
}
