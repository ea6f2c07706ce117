import { Button } from '@mantine/core'
import { IconPlus, IconStack2 } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { mayCreateProject, useSession } from '../../api/session'
import type { Project } from '../../app/project'
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  type Formats,
  Page,
  useFilters,
  useFormats,
} from '../../ui'
import { ProjectProgress } from './ProjectProgress'
import classes from './projects.module.css'

const KEYS = ['search', 'state']

function columns(t: TFunction, formats: Formats): Column<Project>[] {
  return [
    {
      id: 'name',
      header: t('column.name'),
      fixed: true,
      min: 220,
      cell: (project) => (
        <Link to="/projects/$projectId" params={{ projectId: project.id }} className={classes.name}>
          {project.name}
        </Link>
      ),
    },
    {
      id: 'client',
      header: t('column.client'),
      width: 160,
      cell: (project) => <span className="gw-truncate">{project.client?.name ?? '–'}</span>,
    },
    {
      id: 'modality',
      header: t('column.modality'),
      width: 100,
      cell: ({ modality }) => t(`modality.${modality}`, { defaultValue: modality }),
    },
    {
      id: 'progress',
      header: t('column.progress'),
      width: 320,
      cell: (project) => <ProjectProgress project={project} />,
    },
    {
      id: 'deadline',
      header: t('column.deadline'),
      width: 136,
      cell: ({ deadline }) => (deadline ? formats.date(deadline) : '–'),
    },
    {
      id: 'roles',
      header: t('column.roles'),
      width: 180,
      cell: ({ roles }) => (
        <span className="gw-truncate">{formats.list(roles.map((role) => t(`role.${role}`)))}</span>
      ),
    },
    {
      id: 'created',
      header: t('column.created'),
      width: 136,
      hidden: true,
      cell: ({ created_at }) => formats.date(created_at),
    },
  ]
}

function CreateButton() {
  const { t } = useTranslation('projects')
  return (
    <Button component={Link} to="/projects/new" leftSection={<IconPlus size={14} />}>
      {t('new')}
    </Button>
  )
}

function Filters() {
  const { t } = useTranslation('projects')
  return (
    <FilterBar
      filters={[
        { type: 'search', key: 'search', label: t('filter.search') },
        {
          type: 'one',
          key: 'state',
          label: t('filter.state'),
          options: [{ value: 'archived', label: t('filter.archived') }],
        },
      ]}
    />
  )
}

function Nothing({ isFiltered, mayCreate }: { isFiltered: boolean; mayCreate: boolean }) {
  const { t } = useTranslation('projects')
  if (isFiltered) return <EmptyState icon={IconStack2} title={t('none-found')} />
  return (
    <EmptyState
      icon={IconStack2}
      title={t('none.title')}
      text={mayCreate ? t('none.create') : t('none.wait')}
      action={mayCreate && <CreateButton />}
    />
  )
}

export function ProjectsPage() {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const navigate = useNavigate()
  const filters = useFilters()
  const mayCreate = mayCreateProject(useSession())
  const query = { state: 'active', ...filters.query(KEYS) }
  const list = useList<Project>('/api/v1/projects', { params: { query } }, { keep: true })
  const isFiltered = KEYS.some((key) => filters.one(key))
  const open = ({ id }: Project) =>
    void navigate({ to: '/projects/$projectId', params: { projectId: id } })
  return (
    <Page title={t('title')} actions={mayCreate && <CreateButton />} flush toolbar={<Filters />}>
      <DataTable
        name="projects"
        label={t('title')}
        list={list}
        columns={columns(t, formats)}
        rowId={(project) => project.id}
        rowHeight={34}
        onOpen={open}
        empty={<Nothing isFiltered={isFiltered} mayCreate={mayCreate} />}
      />
    </Page>
  )
}
