import { Alert, Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import type { OrganisationRole } from '../../api/session'
import { currentLanguage } from '../../app/i18n'
import { CopyButton, MailLanguage, useErrorText, useFieldErrors, useFormats } from '../../ui'
import classes from './admin.module.css'
import { OrganisationSelect } from './OrganisationSelect'
import { type Organisation, ROLES, type SentInvitation } from './types'

/** Roles that exist in an organisation: auditors and security watch over everything, from the operator. */
export function rolesIn(kind: string): readonly OrganisationRole[] {
  return kind === 'operator' ? ROLES : ['administrator', 'member']
}

/** Asks whom to invite where, then shows the link once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin')
  const [sent, setSent] = useState<SentInvitation | null>(null)
  return (
    <Modal opened onClose={onClose} title={t('invite.title')} size={440}>
      {sent ? (
        <>
          <InvitationLink invitation={sent} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setSent(null)}>
              {t('invite.another')}
            </Button>
            <Button onClick={onClose}>{t('common:close')}</Button>
          </div>
        </>
      ) : (
        <InviteForm onClose={onClose} onSent={setSent} />
      )}
    </Modal>
  )
}

interface FormProps {
  readonly onClose: () => void
  readonly onSent: (invitation: SentInvitation) => void
}

function InviteForm({ onClose, onSent }: FormProps) {
  const { t } = useTranslation('admin')
  const text = useErrorText()
  const [email, setEmail] = useState('')
  const [organisation, setOrganisation] = useState<Organisation | null>(null)
  const [role, setRole] = useState<OrganisationRole>('member')
  const [language, setLanguage] = useState(currentLanguage)
  const invite = useSend<SentInvitation>('post', '/api/v1/invitations', ['/api/v1/invitations'])
  const field = useFieldErrors(invite.error)
  const isExplained = Boolean(field('email').error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate(
      { body: { email, organisation: organisation?.id, role, language } },
      { onSuccess: onSent },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {invite.error && !isExplained && (
        <Alert color="red" role="alert">
          {text(invite.error)}
        </Alert>
      )}
      <TextInput
        label={t('column.email')}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        data-autofocus
        {...field('email')}
      />
      <OrganisationSelect
        label={t('column.organisation')}
        value={organisation?.id ?? null}
        administered
        onChange={(chosen) => {
          setOrganisation(chosen)
          if (!rolesIn(chosen.kind).includes(role)) setRole('member')
        }}
      />
      <Select
        label={t('column.role')}
        description={t(`role-hint.${role}`)}
        value={role}
        allowDeselect={false}
        data={rolesIn(organisation?.kind ?? 'vendor').map((value) => ({
          value,
          label: t(`role.${value}`),
        }))}
        onChange={(value) => value && setRole(value as OrganisationRole)}
      />
      <MailLanguage value={language} onChange={setLanguage} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" loading={invite.isPending} disabled={!email.trim() || !organisation}>
          {t('invite.make')}
        </Button>
      </div>
    </form>
  )
}

/** The link of an invitation, which nobody can show again. */
export function InvitationLink({ invitation }: { invitation: SentInvitation }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  return (
    <div className={classes.form}>
      <p style={{ margin: 0 }}>
        {t(invitation.mailed ? 'invite.mailed' : 'invite.pass-on', { email: invitation.email })}
      </p>
      <div className={classes.link}>
        <span>{invitation.link}</span>
        <CopyButton value={invitation.link} />
      </div>
      <p className={classes.note}>
        {t('invite.once', { date: formats.dateTime(invitation.expires_at) })}
      </p>
    </div>
  )
}
