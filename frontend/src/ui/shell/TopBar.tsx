import { UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { navEntries } from '../../app/areas'
import { JobTray } from '../jobs/JobTray'
import { Kbd } from '../Kbd'
import { LanguageMenu } from './LanguageMenu'
import { Mark } from './Mark'
import { PersonMenu } from './PersonMenu'
import classes from './shell.module.css'
import { ThemeMenu } from './ThemeMenu'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation('common')
  return (
    <header className={classes.bar}>
      <Link to="/" className={classes.mark} aria-label={t('home')}>
        <Mark size={20} />
        <span className={classes.name}>Groundwork</span>
      </Link>
      <MainNav />
      <div className={classes.spring} />
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <IconSearch size={14} stroke={1.75} aria-hidden />
        <span>{t('search.prompt')}</span>
        <Kbd keys="Mod+K" />
      </UnstyledButton>
      <div className={classes.tools}>
        <JobTray />
        <LanguageMenu />
        <ThemeMenu />
        <PersonMenu />
      </div>
    </header>
  )
}

function MainNav() {
  const { t } = useTranslation('nav')
  const session = useSession()
  const shown = navEntries.filter((entry) => entry.show?.(session) ?? true)
  return (
    <nav className={classes.nav} aria-label={t('main')}>
      {shown.map((entry) => (
        <Link
          key={entry.to}
          to={entry.to}
          className={classes.entry}
          activeOptions={{ exact: entry.to === '/' }}
        >
          <entry.icon size={15} stroke={1.75} aria-hidden />
          {t(entry.label)}
        </Link>
      ))}
    </nav>
  )
}
