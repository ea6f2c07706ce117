import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { sessionQuery } from '../../api/session'
import { RowSkeletons, useDocumentTitle, useErrorText, useFormats } from '../../ui'
import { Doorway } from './Doorway'
import { type Invitation, JoinForm } from './JoinForm'

/** What an invitation's link opens: who invites to what, and the account it makes. */
export function InvitationPage() {
  const { t } = useTranslation('auth')
  const { token } = useParams({ strict: false }) as { token: string }
  const client = useQueryClient()
  const navigate = useNavigate()
  const formats = useFormats()
  useDocumentTitle(t('invitation.title'))
  const { data, error } = useGet<Invitation>('/api/v1/invitations/by-token/{token}', {
    params: { path: { token } },
  })
  if (error) return <BrokenInvitation error={error} />
  if (!data) {
    return (
      <Doorway title={t('invitation.title')}>
        <RowSkeletons rows={4} />
      </Doorway>
    )
  }
  // Who has a second factor still has to show it.
  const enter = async (isSignedIn: boolean) => {
    if (isSignedIn) await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    await navigate({ to: isSignedIn ? '/' : '/sign-in' })
  }
  const organisation = data.organisation.name
  return (
    <Doorway
      title={t('invitation.join', { organisation })}
      text={
        data.invited_by
          ? t('invitation.by', { name: data.invited_by, date: formats.date(data.expires_at) })
          : t('invitation.until', { date: formats.date(data.expires_at) })
      }
    >
      <JoinForm token={token} invitation={data} onDone={(isSignedIn) => void enter(isSignedIn)} />
    </Doorway>
  )
}

function BrokenInvitation({ error }: { error: unknown }) {
  const { t } = useTranslation('auth')
  const text = useErrorText()
  return (
    <Doorway title={t('invitation.broken')} text={text(error)}>
      <Button component={Link} to="/sign-in" variant="default">
        {t('invitation.sign-in')}
      </Button>
    </Doorway>
  )
}
