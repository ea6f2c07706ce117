import { Menu, TextInput } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { useProject } from '../../app/project'
import { Avatar } from '../../ui'
import classes from './tasks.module.css'
import type { ParticipantRef } from './types'

const SEARCHED_FROM = 8

interface PeopleMenuProps {
  readonly onChoose: (person: string | null) => void
  readonly children: ReactNode
}

/** The project's annotators, and nobody. */
export function PeopleMenu({ onChoose, children }: PeopleMenuProps) {
  const { t } = useTranslation('tasks')
  const project = useProject()
  const [text, setText] = useState('')
  const people = useList<ParticipantRef>('/api/v1/projects/{project}/people', {
    params: { path: { project: project.id }, query: { role: 'annotator' } },
  })
  const wanted = text.trim().toLowerCase()
  const shown = people.rows.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <Menu position="bottom-start" width={240} onClose={() => setText('')}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {people.rows.length >= SEARCHED_FROM && (
          <TextInput
            size="xs"
            mb={4}
            value={text}
            placeholder={t('bulk.find-person')}
            aria-label={t('bulk.find-person')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {shown.map((person) => (
          <Menu.Item
            key={person.id}
            leftSection={<Avatar person={person} />}
            onClick={() => onChoose(person.id)}
          >
            {person.name}
          </Menu.Item>
        ))}
        {people.rows.length === 0 && <Menu.Label>{t('bulk.no-annotators')}</Menu.Label>}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserOff size={16} stroke={1.5} />}
          onClick={() => onChoose(null)}
        >
          {t('bulk.nobody')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
