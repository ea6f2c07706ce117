import { Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { currentLanguage } from '../../app/i18n'
import { type ProjectRole, useProject } from '../../app/project'
import { CopyButton, MailLanguage, useErrorText, useFieldErrors } from '../../ui'
import classes from './people.module.css'
import { RoleChoice } from './RoleChoice'
import { type OrganisationRef, rolesFor } from './types'

interface Sent {
  readonly email: string
  /** Shown this once. */
  readonly link: string
  readonly mailed: boolean
}

/** A link for somebody who has no account yet; the roles are theirs when they join. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const invite = useSend<Sent>('post', '/api/v1/invitations', ['/api/v1/invitations'])
  return (
    <Modal opened onClose={onClose} title={t('invite.title')} size={480}>
      {invite.data ? (
        <Done sent={invite.data} onClose={onClose} />
      ) : (
        <InviteForm invite={invite} onClose={onClose} />
      )}
    </Modal>
  )
}

interface InviteFormProps {
  readonly invite: ReturnType<typeof useSend<Sent>>
  readonly onClose: () => void
}

/** What the form holds, and what of it goes together: the roles follow from the organisation. */
function useInviteForm() {
  const project = useProject()
  const organisations = useList<OrganisationRef>('/api/v1/organisations')
  const fitting = organisations.rows.filter(
    ({ kind, id }) => kind !== 'client' || id === project.client?.id,
  )
  const [email, setEmail] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [roles, setRoles] = useState<readonly ProjectRole[]>(['annotator', 'client'])
  const [language, setLanguage] = useState(currentLanguage)
  const organisation = fitting.find(({ id }) => id === chosen) ?? fitting[0]
  const possible = rolesFor(organisation ? [organisation.kind] : [], project.can.manage === true)
  const given = roles.filter((role) => possible.includes(role))
  const body = {
    email,
    organisation: organisation?.id,
    role: 'member',
    language,
    project_roles: given.map((role) => ({ project: project.id, role })),
  }
  const isReady = email.includes('@') && organisation !== undefined && given.length > 0
  return {
    fitting,
    email,
    setEmail,
    organisation,
    setChosen,
    possible,
    given,
    setRoles,
    language,
    setLanguage,
    body,
    isReady,
  }
}

function InviteForm({ invite, onClose }: InviteFormProps) {
  const { t } = useTranslation('people')
  const errorText = useErrorText()
  const field = useFieldErrors(invite.error)
  const form = useInviteForm()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate({ body: form.body })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        data-autofocus
        type="email"
        label={t('column.email')}
        value={form.email}
        onChange={(event) => form.setEmail(event.currentTarget.value)}
        {...field('email')}
      />
      <Select
        label={t('column.organisation')}
        data={form.fitting.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.organisation?.id ?? null}
        onChange={form.setChosen}
        allowDeselect={false}
      />
      <RoleChoice possible={form.possible} value={form.given} onChange={form.setRoles} />
      <MailLanguage value={form.language} onChange={form.setLanguage} />
      {invite.error && (
        <p role="alert" className={classes.error}>
          {errorText(invite.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={invite.isPending} disabled={!form.isReady}>
          {t('invite.action')}
        </Button>
      </div>
    </form>
  )
}

function Done({ sent, onClose }: { sent: Sent; onClose: () => void }) {
  const { t } = useTranslation('people')
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>
        {t(sent.mailed ? 'invite.mailed' : 'invite.done', { email: sent.email })}
      </p>
      <div className={classes.link}>
        <TextInput
          readOnly
          value={sent.link}
          aria-label={t('invite.link')}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={sent.link} />
      </div>
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </div>
  )
}
