import { Button } from '@mantine/core'
import { IconLink, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { useSession } from '../../api/session'
import { useProject } from '../../app/project'
import {
  type Column,
  DataTable,
  EmptyState,
  type Filter,
  FilterBar,
  Page,
  Person,
  useFilters,
  VerdictButton,
} from '../../ui'
import { AddDialog } from './AddDialog'
import { InviteDialog } from './InviteDialog'
import classes from './people.module.css'
import { RolesMenu } from './RolesMenu'
import { type Participant, ROLES } from './types'

/** Who does what in the project. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const project = useProject()
  const filters = useFilters()
  const navigate = useNavigate()
  const list = useList<Participant>('/api/v1/projects/{project}/people', {
    params: { path: { project: project.id }, query: filters.query(['role']) },
  })
  const roles: Filter = {
    type: 'one',
    key: 'role',
    label: t('column.roles'),
    options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
  }
  return (
    <Page title={t('title')} flush actions={<Actions />} toolbar={<FilterBar filters={[roles]} />}>
      <DataTable
        name="people"
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={(row) =>
          void navigate({
            to: '/projects/$projectId/tasks',
            params: { projectId: project.id },
            search: { annotator: row.id } as never,
          })
        }
        empty={<EmptyState icon={IconUsers} title={t('empty.title')} text={t('empty.text')} />}
      />
    </Page>
  )
}

/** Add somebody who has an account; whoever administers an organisation invites others by link, and who does not learns whom to ask. */
function Actions() {
  const { t } = useTranslation('people')
  const project = useProject()
  const session = useSession()
  const [dialog, setDialog] = useState<'add' | 'invite' | null>(null)
  const close = () => setDialog(null)
  const administers = session.memberships.some(({ role }) => role === 'administrator')
  if (project.can.manage !== true && !administers) return null
  return (
    <>
      <VerdictButton
        variant="default"
        leftSection={<IconLink size={14} />}
        verdict={administers || 'not-inviter'}
        onClick={() => setDialog('invite')}
      >
        {t('invite.open')}
      </VerdictButton>
      <Button leftSection={<IconUserPlus size={14} />} onClick={() => setDialog('add')}>
        {t('add.open')}
      </Button>
      {dialog === 'add' && <AddDialog onClose={close} />}
      {dialog === 'invite' && <InviteDialog onClose={close} />}
    </>
  )
}

function useColumns(): readonly Column<Participant>[] {
  const { t } = useTranslation('people')
  return [
    {
      id: 'person',
      header: t('column.person'),
      min: 180,
      fixed: true,
      cell: (row) => <Name person={row} />,
    },
    {
      id: 'organisation',
      header: t('column.organisation'),
      min: 180,
      cell: (row) => row.organisations.map(({ name }) => name).join(', '),
    },
    {
      id: 'roles',
      header: t('column.roles'),
      min: 280,
      fixed: true,
      cell: (row) => <RolesMenu person={row} />,
    },
    { id: 'email', header: t('column.email'), min: 200, cell: (row) => row.email ?? '' },
  ]
}

function Name({ person }: { person: Participant }) {
  const { t } = useTranslation('people')
  return (
    <span className={classes.name}>
      <Person person={{ id: person.id, name: person.name }} />
      {!person.is_active && <span className={classes.note}>{t('inactive')}</span>}
    </span>
  )
}
