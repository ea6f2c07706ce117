import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { type Session, sessionQuery, useSession } from '../../api/session'
import { notifyDone, Panel, useFieldErrors } from '../../ui'
import classes from './account.module.css'

export function ProfilePanel() {
  const { t } = useTranslation('account')
  const { me, memberships } = useSession()
  const client = useQueryClient()
  const [name, setName] = useState(me.name)
  const save = useSend<Session>('patch', '/api/v1/session')
  const field = useFieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { body: { name: name.trim() } },
      {
        onSuccess: (session) => {
          client.setQueryData(sessionQuery.queryKey, session)
          notifyDone(t('profile.saved'))
        },
      },
    )
  }
  return (
    <Panel title={t('profile.title')}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('profile.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          {...field('name')}
        />
        <TextInput label={t('profile.email')} value={me.email} readOnly variant="filled" />
        <div>
          {memberships.map(({ organisation, role }) => (
            <p key={organisation.id} className={classes.note}>
              {t('profile.member', {
                organisation: organisation.name,
                role: t(`profile.role.${role}`),
              })}
            </p>
          ))}
        </div>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={!name.trim() || name.trim() === me.name}
        >
          {t('profile.save')}
        </Button>
      </form>
    </Panel>
  )
}
