/** What the screen says about saving. */
import { isEmpty, type OutboxState, rowsIn, type ServerProblem, unconfirmed } from './outbox'

/** Why the server has not taken our changes. */
export type Trouble =
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed-out' }
  /** It refuses everything we send: not ours any more, already submitted. */
  | { readonly kind: 'denied'; readonly problem: ServerProblem }
  | { readonly kind: 'error'; readonly problem: ServerProblem }

export type SyncState =
  | 'saved'
  | 'pending'
  | 'offline'
  | 'conflict'
  | 'refused'
  | 'signed-out'
  | 'denied'
  | 'error'

export interface SyncStatus {
  readonly state: SyncState
  /** Annotations with changes that the server has not confirmed. */
  readonly pending: number
  readonly conflicts: number
  /** Annotations that the server refused. */
  readonly refused: number
  /** Milliseconds since the epoch; null before the first save in this tab. */
  readonly savedAt: number | null
  readonly problem: ServerProblem | null
  /** False when the browser keeps nothing: a reload would lose what is pending. */
  readonly durable: boolean
}

export interface SyncFacts {
  readonly outbox: OutboxState
  readonly trouble: Trouble | null
  readonly savedAt: number | null
  readonly durable: boolean
}

function stateOf({ outbox, trouble }: SyncFacts): SyncState {
  if (trouble && trouble.kind !== 'error') return trouble.kind
  if (rowsIn(outbox, 'conflict').length > 0) return 'conflict'
  if (rowsIn(outbox, 'held').length > 0) return 'refused'
  if (trouble) return 'error'
  return isEmpty(outbox) ? 'saved' : 'pending'
}

export function statusOf(facts: SyncFacts): SyncStatus {
  const { outbox, trouble, savedAt, durable } = facts
  return {
    state: stateOf(facts),
    pending: unconfirmed(outbox).size,
    conflicts: rowsIn(outbox, 'conflict').length,
    refused: rowsIn(outbox, 'held').length,
    savedAt,
    problem: trouble && 'problem' in trouble ? trouble.problem : null,
    durable,
  }
}

// The most urgent first: what needs the person, then what passes by itself.
const URGENCY: readonly SyncState[] = [
  'signed-out',
  'denied',
  'conflict',
  'refused',
  'offline',
  'error',
  'pending',
  'saved',
]

/** One status for all documents on the screen. */
export function combineStatus(all: readonly SyncStatus[]): SyncStatus {
  const sum = (of: (status: SyncStatus) => number) => all.reduce((n, status) => n + of(status), 0)
  const worst = [...all].sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state))[0]
  const times = all.flatMap(({ savedAt }) => savedAt ?? [])
  return {
    state: worst?.state ?? 'saved',
    pending: sum(({ pending }) => pending),
    conflicts: sum(({ conflicts }) => conflicts),
    refused: sum(({ refused }) => refused),
    savedAt: times.length > 0 ? Math.max(...times) : null,
    problem: worst?.problem ?? null,
    durable: all.every(({ durable }) => durable),
  }
}

/** The same with changes that still wait for their file: nothing is saved before they are. */
export const withMaking = (status: SyncStatus, making: number): SyncStatus =>
  making === 0
    ? status
    : {
        ...status,
        pending: status.pending + making,
        state: status.state === 'saved' ? 'pending' : status.state,
      }
