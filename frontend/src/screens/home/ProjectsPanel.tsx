import { Button } from '@mantine/core'
import { IconPlus, IconStack2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { mayCreateProject, useSession } from '../../api/session'
import { hasRole, type Project } from '../../app/project'
import { EmptyState, ErrorState, Panel, RowSkeletons } from '../../ui'
import { ProjectLine } from '../projects/ProjectLine'
import classes from './home.module.css'

const SHOWN = 8

/** The projects that a person leads or checks; for somebody new, where to begin. */
export function ProjectsPanel() {
  const { t } = useTranslation('home')
  const session = useSession()
  const mayCreate = mayCreateProject(session)
  const list = useList<Project>('/api/v1/projects', {
    params: { query: { state: 'active', limit: 50 } },
  })
  const led = list.rows.filter((project) => hasRole(project, 'manager', 'qa', 'overseer'))
  if (list.error) return <ErrorState error={list.error} onRetry={list.reload} compact />
  if (list.isLoading) {
    return (
      <Panel title={t('projects.title')}>
        <RowSkeletons rows={3} />
      </Panel>
    )
  }
  if (led.length === 0) return <Beginning mayCreate={mayCreate} hasWork={list.rows.length > 0} />
  return (
    <Panel
      title={t('projects.title')}
      flush
      actions={
        <Button component={Link} to="/projects" variant="subtle" size="xs">
          {t('projects.all')}
        </Button>
      }
    >
      <ul className={classes.list}>
        {led.slice(0, SHOWN).map((project) => (
          <li key={project.id}>
            <ProjectLine project={project} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Beginning({ mayCreate, hasWork }: { mayCreate: boolean; hasWork: boolean }) {
  const { t } = useTranslation('home')
  if (mayCreate) {
    return (
      <EmptyState
        icon={IconStack2}
        title={t('first.title')}
        text={t('first.text')}
        action={
          <Button component={Link} to="/projects/new" leftSection={<IconPlus size={14} />}>
            {t('first.create')}
          </Button>
        }
      />
    )
  }
  if (hasWork) return null
  return <EmptyState icon={IconStack2} title={t('nothing.title')} text={t('nothing.text')} />
}
