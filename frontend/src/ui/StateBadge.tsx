import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './StateBadge.module.css'

export type Tone = 'grey' | 'blue' | 'violet' | 'green' | 'amber' | 'red'

/** Each sign differs by its shape as well, for those who do not see its colour. */
type Sign =
  | 'dashed'
  | 'ring'
  | 'half'
  | 'three'
  | 'dot'
  | 'check'
  | 'back'
  | 'slash'
  | 'cross'
  | 'send'

const STATES: Readonly<Record<string, readonly [Tone, Sign]>> = {
  'task.new': ['grey', 'dashed'],
  'task.claimed': ['blue', 'ring'],
  'task.in_progress': ['blue', 'half'],
  'task.submitted': ['violet', 'three'],
  'task.in_review': ['violet', 'dot'],
  'task.accepted': ['green', 'check'],
  'task.returned': ['amber', 'back'],
  'task.skipped': ['grey', 'slash'],
  'batch.open': ['blue', 'ring'],
  'batch.qa_sampling': ['violet', 'dot'],
  'batch.approved': ['green', 'check'],
  'batch.delivered': ['green', 'send'],
  'batch.client_accepted': ['green', 'check'],
  'batch.client_rework': ['amber', 'back'],
  'job.queued': ['grey', 'dashed'],
  'job.running': ['blue', 'half'],
  'job.done': ['green', 'check'],
  'job.failed': ['red', 'cross'],
  'job.cancelled': ['grey', 'slash'],
  'delivery.draft': ['grey', 'dashed'],
  'delivery.building': ['blue', 'half'],
  'delivery.ready': ['violet', 'three'],
  'delivery.failed': ['red', 'cross'],
  'delivery.sent': ['blue', 'send'],
  'delivery.accepted': ['green', 'check'],
  'delivery.returned': ['amber', 'back'],
  'issue.open': ['amber', 'dot'],
  'issue.resolved': ['blue', 'three'],
  'issue.verified': ['green', 'check'],
  'finding.open': ['amber', 'dot'],
  'finding.waived': ['grey', 'slash'],
  'project.active': ['blue', 'ring'],
  'project.archived': ['grey', 'slash'],
}

export type StateKind = 'task' | 'batch' | 'job' | 'delivery' | 'issue' | 'finding' | 'project'

export function toneOf(kind: StateKind, state: string): Tone {
  return STATES[`${kind}.${state}`]?.[0] ?? 'grey'
}

export interface StateProps {
  readonly kind: StateKind
  readonly state: string
}

/** The name of a state in the person's language. */
export function useStateName(): (kind: StateKind, state: string) => string {
  const { t } = useTranslation('common')
  return (kind, state) => t(`state.${kind}.${state}`, { defaultValue: state })
}

/** Sign and name of a state. */
export function StateBadge({ kind, state }: StateProps) {
  const name = useStateName()
  return (
    <span className={classes.badge}>
      <StateSign kind={kind} state={state} />
      <span className="gw-truncate">{name(kind, state)}</span>
    </span>
  )
}

/** The sign alone, beside text that names the state. */
export function StateSign({ kind, state, size = 14 }: StateProps & { size?: number }) {
  const [tone, sign] = STATES[`${kind}.${state}`] ?? ['grey', 'ring']
  return (
    <svg
      className={classes.sign}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden="true"
    >
      {SIGNS[sign]}
    </svg>
  )
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const
const glyph = {
  fill: 'none',
  stroke: 'var(--gw-surface)',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const ring = <circle cx="7" cy="7" r="5.5" {...stroke} />
const disc = <circle cx="7" cy="7" r="6.25" fill="currentColor" />

const SIGNS: Readonly<Record<Sign, ReactNode>> = {
  dashed: <circle cx="7" cy="7" r="5.5" {...stroke} strokeDasharray="2.2 2.1" />,
  ring,
  half: (
    <>
      {ring}
      <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
    </>
  ),
  three: (
    <>
      {ring}
      <path d="M7 7V3.6A3.4 3.4 0 1 1 3.6 7z" fill="currentColor" />
    </>
  ),
  dot: (
    <>
      {ring}
      <circle cx="7" cy="7" r="2.4" fill="currentColor" />
    </>
  ),
  check: (
    <>
      {disc}
      <path d="M4.3 7.2l1.9 1.9 3.5-3.9" {...glyph} />
    </>
  ),
  back: (
    <>
      {disc}
      <path d="M9.8 9.3c0-2.4-1.2-3.3-3.2-3.3H4.4M6.1 4.2L4.3 6l1.8 1.8" {...glyph} />
    </>
  ),
  slash: (
    <>
      {ring}
      <path d="M3.6 10.4l6.8-6.8" {...stroke} />
    </>
  ),
  cross: (
    <>
      {disc}
      <path d="M4.9 4.9l4.2 4.2M9.1 4.9L4.9 9.1" {...glyph} />
    </>
  ),
  send: (
    <>
      {disc}
      <path d="M4.2 7h5.3M7.4 4.8L9.6 7 7.4 9.2" {...glyph} />
    </>
  ),
}
