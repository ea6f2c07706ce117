import { Button } from '@mantine/core'
import { IconShieldCheck, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { can, useSession } from '../../api/session'
import {
  Avatar,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  Page,
  RelativeTime,
  useFilters,
} from '../../ui'
import classes from './admin.module.css'
import { InviteDialog } from './InviteDialog'
import { useOrganisations } from './OrganisationSelect'
import { PersonDrawer } from './PersonDrawer'
import { type ListedPerson, ROLES } from './types'

/** Everybody one may see: where they belong, when they were last here. */
export function PeoplePage() {
  const { t } = useTranslation('admin')
  const session = useSession()
  const filters = useFilters()
  const [isInviting, setInviting] = useState(false)
  const list = useList<ListedPerson>('/api/v1/people', {
    params: { query: filters.query(['search', 'organisation', 'role', 'active']) },
  })
  const open = filters.one('person')
  return (
    <Page
      title={t('part.people')}
      flush
      toolbar={<PeopleFilters />}
      actions={
        can(session, 'people.manage') && (
          <Button leftSection={<IconUserPlus size={14} />} onClick={() => setInviting(true)}>
            {t('invite.open')}
          </Button>
        )
      }
    >
      <DataTable
        name="people"
        label={t('part.people')}
        list={list}
        columns={useColumns()}
        rowId={(row) => row.id}
        onOpen={(row) => filters.set({ person: row.id })}
        empty={
          <EmptyState icon={IconUsers} title={t('people.none')} text={t('people.none-text')} />
        }
      />
      {open && <PersonDrawer id={open} onClose={() => filters.set({ person: undefined })} />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  )
}

function PeopleFilters() {
  const { t } = useTranslation('admin')
  const organisations = useOrganisations()
  return (
    <FilterBar
      filters={[
        { type: 'search', key: 'search', label: t('people.search') },
        {
          type: 'one',
          key: 'organisation',
          label: t('column.organisation'),
          options: organisations.rows.map((row) => ({ value: row.id, label: row.name })),
        },
        {
          type: 'one',
          key: 'role',
          label: t('column.role'),
          options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
        },
        {
          type: 'one',
          key: 'active',
          label: t('column.state'),
          options: [
            { value: 'true', label: t('people.active') },
            { value: 'false', label: t('people.deactivated') },
          ],
        },
      ]}
    />
  )
}

function useColumns(): readonly Column<ListedPerson>[] {
  const { t } = useTranslation('admin')
  return [
    {
      id: 'name',
      header: t('column.person-name'),
      min: 180,
      fixed: true,
      cell: (row) => (
        <span className={classes.sign}>
          <Avatar person={row} />
          <span className="gw-truncate">{row.name}</span>
        </span>
      ),
    },
    {
      id: 'email',
      header: t('column.email'),
      min: 200,
      cell: (row) => <span className={classes.mail}>{row.email}</span>,
    },
    { id: 'where', header: t('column.organisation'), min: 260, cell: (row) => <Where row={row} /> },
    {
      id: 'factor',
      header: t('column.second-factor'),
      width: 130,
      cell: (row) => <SecondFactor on={row.second_factor} />,
    },
    {
      id: 'seen',
      header: t('column.last-seen'),
      width: 130,
      cell: (row) => <RelativeTime at={row.last_seen_at} />,
    },
    {
      id: 'joined',
      header: t('column.joined'),
      width: 130,
      hidden: true,
      cell: (row) => <RelativeTime at={row.date_joined} />,
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 120,
      cell: (row) =>
        row.is_active ? (
          t('people.active')
        ) : (
          <span className={classes.quiet}>{t('people.deactivated')}</span>
        ),
    },
  ]
}

function Where({ row }: { row: ListedPerson }) {
  const { t } = useTranslation('admin')
  return (
    <span className={classes.where}>
      {row.memberships.map(({ organisation, role }) => (
        <span key={organisation.id} className="gw-truncate">
          {organisation.name}{' '}
          {role !== 'member' && <span className={classes.role}>{t(`role.${role}`)}</span>}
        </span>
      ))}
    </span>
  )
}

function SecondFactor({ on }: { on: boolean }) {
  const { t } = useTranslation('admin')
  if (!on) return <span className={classes.quiet}>{t('people.no-second-factor')}</span>
  return (
    <span className={classes.sign}>
      <IconShieldCheck size={14} stroke={1.75} className={classes.good} />
      {t('people.second-factor')}
    </span>
  )
}
