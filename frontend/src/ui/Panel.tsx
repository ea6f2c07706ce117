import type { ReactNode } from 'react'
import classes from './Panel.module.css'

export interface PanelProps {
  readonly title?: string
  /** At the right of the title. */
  readonly actions?: ReactNode
  /** Lists and tables reach the panel's edges. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A titled part of a screen. */
export function Panel({ title, actions, flush, children }: PanelProps) {
  return (
    <section className={classes.panel}>
      {title && (
        <header className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  )
}

/** Figures side by side, as wide as there is room. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>
}

export interface StatProps {
  readonly label: string
  readonly value: ReactNode
  /** Under the figure: what it is measured against. */
  readonly note?: ReactNode
  readonly tone?: 'green' | 'amber' | 'red'
}

/** One figure with its name. */
export function Stat({ label, value, note, tone }: StatProps) {
  return (
    <div className={classes.stat}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value} data-tone={tone}>
        {value}
      </span>
      {note && <span className={classes.note}>{note}</span>}
    </div>
  )
}
