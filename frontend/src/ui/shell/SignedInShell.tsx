import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Palette } from '../palette/Palette'
import { usePaletteShortcut } from '../palette/use-palette-shortcut'
import classes from './shell.module.css'
import { TopBar } from './TopBar'

/** The thin bar above every screen but the workbench. */
export function SignedInShell() {
  const { t } = useTranslation('common')
  const [searching, setSearching] = useState(false)
  usePaletteShortcut(() => setSearching((open) => !open))
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('skip-to-content')}
      </a>
      <TopBar onSearch={() => setSearching(true)} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Palette opened={searching} onClose={() => setSearching(false)} />
    </div>
  )
}
