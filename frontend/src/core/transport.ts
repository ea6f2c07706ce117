/** How a document's changes reach the server. The editor core knows no HTTP. */
import type { Operation, ServerChange, ServerProblem } from './outbox'

export type SaveReply =
  /** `changes`: what others changed since the operation's base revision. */
  | {
      readonly outcome: 'saved'
      readonly revision: number
      readonly changes: readonly ServerChange[]
    }
  /** Nothing was applied. */
  | {
      readonly outcome: 'conflict'
      readonly revision: number
      readonly conflicts: readonly ServerChange[]
    }
  /** Nothing was applied; `records` are the annotations at fault, empty when the server did not say. */
  | {
      readonly outcome: 'invalid'
      readonly problem: ServerProblem
      readonly records: readonly string[]
    }
  | Refusal

export type Refusal =
  | { readonly outcome: 'signed-out' }
  | { readonly outcome: 'denied'; readonly problem: ServerProblem }

export type ChangesReply =
  | {
      readonly outcome: 'changes'
      readonly revision: number
      readonly changes: readonly ServerChange[]
    }
  | Refusal

/** Nobody knows whether the request was carried out: try the same again later. */
export class TransportError extends Error {
  /** Null when no answer came at all (no network); otherwise what a failing server said. */
  readonly problem: ServerProblem | null
  /** How long the server asks us to wait. */
  readonly retryAfterMs: number | null

  constructor(problem: ServerProblem | null = null, retryAfterMs: number | null = null) {
    super(problem?.message ?? 'no answer')
    this.name = 'TransportError'
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }
}

/** Both methods throw `TransportError` when no usable answer came. */
export interface Transport {
  save(document: string, operation: Operation): Promise<SaveReply>
  changes(document: string, since: number): Promise<ChangesReply>
}

/** For answers that make no sense and faults of our own. */
export const unexpected = (message: string): ServerProblem => ({
  code: 'unexpected',
  message,
  params: {},
  fields: {},
})
