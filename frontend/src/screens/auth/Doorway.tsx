import type { ReactNode } from 'react'
import { LanguageMenu } from '../../ui/shell/LanguageMenu'
import { Mark } from '../../ui/shell/Mark'
import { ThemeMenu } from '../../ui/shell/ThemeMenu'
import classes from './auth.module.css'
import { Street } from './Street'

export interface DoorwayProps {
  readonly title: string
  readonly text?: ReactNode
  readonly children: ReactNode
}

/** What people see before they are in: one column to act, one picture of what is done here. */
export function Doorway({ title, text, children }: DoorwayProps) {
  return (
    <div className={classes.doorway}>
      <div className={classes.column}>
        <header className={classes.head}>
          <Mark size={22} />
          <span className={classes.name}>Groundwork</span>
          <div className={classes.tools}>
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </header>
        <main className={classes.main}>
          <div className={classes.form}>
            <h1 className={classes.title}>{title}</h1>
            {text && <p className={classes.text}>{text}</p>}
            {children}
          </div>
        </main>
      </div>
      <div className={classes.picture} aria-hidden>
        <Street />
      </div>
    </div>
  )
}
