import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSelector, IconStack2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import type { Project } from '../../app/project'
import classes from './projects.module.css'

/** The project's name, and the others a click away. */
export function ProjectSwitcher({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  const [opened, setOpened] = useState(false)
  const { rows } = useList<Project>(
    '/api/v1/projects',
    { params: { query: { state: 'active', limit: 20 } } },
    { enabled: opened },
  )
  return (
    <Menu position="bottom-start" width={280} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <UnstyledButton className={classes.switcher} aria-label={t('switch')}>
          <span className="gw-truncate">{project.name}</span>
          <IconSelector size={14} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {rows.map((one) => (
          <Menu.Item
            key={one.id}
            component={Link}
            to={`/projects/${one.id}`}
            rightSection={one.id === project.id ? <IconCheck size={14} /> : null}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/projects" leftSection={<IconStack2 size={14} />}>
          {t('all')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
