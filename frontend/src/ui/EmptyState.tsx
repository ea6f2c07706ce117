import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './states.module.css'

export interface EmptyStateProps {
  readonly icon?: Icon
  readonly title: string
  readonly text?: ReactNode
  /** The next step: an empty place leads on. */
  readonly action?: ReactNode
  /** Inside a panel instead of filling a page. */
  readonly compact?: boolean
}

export function EmptyState({ icon: Glyph, title, text, action, compact }: EmptyStateProps) {
  return (
    <div className={classes.state} data-compact={compact || undefined}>
      {Glyph && (
        <span className={classes.glyph}>
          <Glyph size={compact ? 18 : 24} stroke={1.5} />
        </span>
      )}
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
