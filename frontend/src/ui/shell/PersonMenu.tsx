import { Menu, UnstyledButton } from '@mantine/core'
import { IconBook2, IconLogout, IconUserCog } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { Avatar } from '../Person'
import classes from './shell.module.css'
import { useSignOut } from './use-sign-out'

export function PersonMenu() {
  const { t } = useTranslation('common')
  const { me, memberships } = useSession()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={t('person.menu')}>
          <Avatar person={me} size={24} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.identity}>
          <strong>{me.name}</strong>
          <span>{me.email}</span>
          {memberships.map(({ organisation }) => (
            <span key={organisation.id}>{organisation.name}</span>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCog size={14} />}>
          {t('person.account')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/api/v1/docs"
          target="_blank"
          leftSection={<IconBook2 size={14} />}
        >
          {t('person.api')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => void signOut()}>
          {t('person.sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
