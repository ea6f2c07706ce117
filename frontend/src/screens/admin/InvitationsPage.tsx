import { Button, Menu, Modal } from '@mantine/core'
import { IconDots, IconMailForward, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  notifyError,
  Page,
  Person,
  RelativeTime,
  useConfirm,
  useFilters,
} from '../../ui'
import classes from './admin.module.css'
import { InvitationLink, InviteDialog } from './InviteDialog'
import { useOrganisations } from './OrganisationSelect'
import { INVITATION_STATES, type Invitation, type SentInvitation } from './types'

/** Who was invited where, and what became of it. */
export function InvitationsPage() {
  const { t } = useTranslation('admin')
  const filters = useFilters()
  const [isInviting, setInviting] = useState(false)
  const [renewed, setRenewed] = useState<SentInvitation | null>(null)
  const list = useList<Invitation>('/api/v1/invitations', {
    params: { query: filters.query(['search', 'organisation', 'state']) },
  })
  const invite = (
    <Button leftSection={<IconUserPlus size={14} />} onClick={() => setInviting(true)}>
      {t('invite.open')}
    </Button>
  )
  return (
    <Page title={t('part.invitations')} flush toolbar={<InvitationFilters />} actions={invite}>
      <DataTable
        name="invitations"
        label={t('part.invitations')}
        list={list}
        columns={useColumns(setRenewed)}
        rowId={(row) => row.id}
        empty={
          <EmptyState
            icon={IconMailForward}
            title={t('invitations.none')}
            text={t('invitations.none-text')}
          />
        }
      />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {renewed && (
        <Modal opened onClose={() => setRenewed(null)} title={t('invitations.new-link')} size={440}>
          <InvitationLink invitation={renewed} />
        </Modal>
      )}
    </Page>
  )
}

function InvitationFilters() {
  const { t } = useTranslation('admin')
  const organisations = useOrganisations()
  return (
    <FilterBar
      filters={[
        { type: 'search', key: 'search', label: t('invitations.search') },
        {
          type: 'one',
          key: 'organisation',
          label: t('column.organisation'),
          options: organisations.rows.map((row) => ({ value: row.id, label: row.name })),
        },
        {
          type: 'one',
          key: 'state',
          label: t('column.state'),
          options: INVITATION_STATES.map((value) => ({
            value,
            label: t(`invitations.state.${value}`),
          })),
        },
      ]}
    />
  )
}

function useColumns(onRenewed: (sent: SentInvitation) => void): readonly Column<Invitation>[] {
  const { t } = useTranslation('admin')
  return [
    { id: 'email', header: t('column.email'), min: 220, fixed: true, cell: (row) => row.email },
    {
      id: 'organisation',
      header: t('column.organisation'),
      min: 180,
      cell: (row) => row.organisation.name,
    },
    { id: 'role', header: t('column.role'), width: 130, cell: (row) => t(`role.${row.role}`) },
    {
      id: 'by',
      header: t('invitations.by'),
      width: 160,
      cell: (row) => <Person person={row.invited_by} />,
    },
    {
      id: 'created',
      header: t('invitations.sent'),
      width: 130,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
    {
      id: 'expires',
      header: t('invitations.expires'),
      width: 130,
      cell: (row) => (row.state === 'open' ? <RelativeTime at={row.expires_at} /> : ''),
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 120,
      cell: (row) => (
        <span className={row.state === 'open' ? undefined : classes.quiet}>
          {t(`invitations.state.${row.state}`)}
        </span>
      ),
    },
    {
      id: 'mail',
      header: t('invitations.mail'),
      width: 150,
      cell: (row) => <MailState mail={row.mail} />,
    },
    {
      id: 'actions',
      header: '',
      width: 44,
      fixed: true,
      cell: (row) => <Actions row={row} onRenewed={onRenewed} />,
    },
  ]
}

/** What became of the mail; the server's own words are for who looks closer. */
function MailState({ mail }: Pick<Invitation, 'mail'>) {
  const { t } = useTranslation('admin')
  if (!mail) return null
  const isGood = mail.state === 'sent'
  return (
    <span className={isGood ? classes.quiet : undefined} title={mail.error || undefined}>
      {t(`invitations.mail-state.${mail.state}`)}
    </span>
  )
}

interface ActionsProps {
  readonly row: Invitation
  readonly onRenewed: (sent: SentInvitation) => void
}

function Actions({ row, onRenewed }: ActionsProps) {
  const { t } = useTranslation('admin')
  const confirm = useConfirm()
  const touches = ['/api/v1/invitations']
  const renew = useSend<SentInvitation>('post', '/api/v1/invitations/{invitation}/renew', touches)
  const revoke = useSend('post', '/api/v1/invitations/{invitation}/revoke' as string, touches)
  if (row.state === 'accepted' || row.state === 'revoked') return null
  const init = { params: { path: { invitation: row.id } } }
  const ask = () =>
    confirm({
      title: t('invitations.revoke-title', { email: row.email }),
      text: t('invitations.revoke-text'),
      action: t('invitations.revoke'),
      danger: true,
      run: () => revoke.mutateAsync(init),
    })
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          px={4}
          aria-label={t('column.actions')}
        >
          <IconDots size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => renew.mutate(init, { onSuccess: onRenewed, onError: notifyError })}
        >
          {t('invitations.renew')}
        </Menu.Item>
        <Menu.Item onClick={() => void ask()}>{t('invitations.revoke')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
