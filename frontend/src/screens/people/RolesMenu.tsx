import { Button, Checkbox, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { type ProjectRole, useProject } from '../../app/project'
import { notifyError, useConfirm } from '../../ui'
import classes from './people.module.css'
import { type Participant, rolesFor } from './types'

/** A person's roles; whoever may change them ticks them here. */
export function RolesMenu({ person }: { person: Participant }) {
  const { t } = useTranslation('people')
  const project = useProject()
  const confirm = useConfirm()
  const path = { project: project.id, person: person.id }
  const save = useSend<Participant>('put', '/api/v1/projects/{project}/people/{person}', [
    '/api/v1/projects',
  ])
  const send = (roles: readonly ProjectRole[]) =>
    save.mutate({ params: { path }, body: { roles } }, { onError: notifyError })
  const toggle = async (role: ProjectRole) => {
    const has = person.roles.includes(role)
    if (!has) return send([...person.roles, role])
    const question = {
      title: t('remove.title', { name: person.name, role: t(`role.${role}`) }),
      text: t('remove.text'),
      action: t('remove.action'),
      danger: true,
    }
    if (await confirm(question)) send(person.roles.filter((one) => one !== role))
  }
  const roles = (
    <span className={classes.roles}>
      {person.roles.map((role) => (
        <span key={role} className={classes.role} data-role={role}>
          {t(`role.${role}`)}
        </span>
      ))}
    </span>
  )
  if (!person.can_change) return roles
  const possible = rolesFor(
    person.organisations.map(({ kind }) => kind),
    project.can.manage === true,
  )
  return (
    <span className={classes.rolesCell}>
      {roles}
      <Menu position="bottom-start" width={260} closeOnItemClick={false}>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={save.isPending}
            rightSection={<IconChevronDown size={12} />}
            aria-label={t('change', { name: person.name })}
          >
            {t('edit')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {possible.map((role) => (
            <Menu.Item
              key={role}
              role="menuitemcheckbox"
              aria-checked={person.roles.includes(role)}
              leftSection={<Checkbox.Indicator size="xs" checked={person.roles.includes(role)} />}
              onClick={() => void toggle(role)}
            >
              {t(`role.${role}`)}
              <span className={classes.hint}>{t(`does.${role}`)}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}
