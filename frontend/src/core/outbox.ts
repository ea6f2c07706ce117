/**
 * What this browser has changed and the server has not confirmed yet, for one person and one document.
 *
 * The state is a value and every change of it a pure function, so that it can be tested without a
 * browser and applied atomically inside one IndexedDB transaction, whichever tab asks for it.
 */
import { newId } from './ids'
import { type Annotation, type Change, type Patch, sameJson } from './patch'

/** What the server said about a request, as its error envelope. */
export interface ServerProblem {
  readonly code: string
  readonly message: string
  readonly params: { readonly [key: string]: unknown }
  readonly fields: { readonly [name: string]: readonly string[] }
}

/**
 * The unsent difference of one annotation. `before` is what the server is believed to hold.
 * - `pending`: goes out with the next operation.
 * - `conflict`: somebody else changed it first (`theirs`); waits for a choice.
 * - `held`: the server refused it (`problem`); waits until the person mends it.
 */
export interface Row extends Change {
  readonly state: 'pending' | 'conflict' | 'held'
  readonly theirs?: Annotation | null
  readonly problem?: ServerProblem
}

/** One request, frozen: the same id and content however often it is sent. */
export interface Operation {
  readonly op_id: string
  readonly base_revision: number
  readonly patch: Patch
}

export interface OutboxState {
  /** The operation being sent; it may or may not have reached the server. */
  readonly operation: Operation | null
  readonly rows: ReadonlyMap<string, Row>
}

/** The newest server version of one annotation; null when it is gone. */
export interface ServerChange {
  readonly id: string
  readonly record: Annotation | null
}

export const emptyOutbox: OutboxState = { operation: null, rows: new Map() }

export const isEmpty = ({ operation, rows }: OutboxState): boolean => !operation && rows.size === 0

/** Ids of all annotations with something unconfirmed. */
export function unconfirmed({ operation, rows }: OutboxState): ReadonlySet<string> {
  return new Set([...(operation?.patch ?? []).map(({ id }) => id), ...rows.keys()])
}

export const rowsIn = ({ rows }: OutboxState, state: Row['state']): readonly Row[] =>
  [...rows.values()].filter((row) => row.state === state)

const sentById = new WeakMap<Operation, ReadonlyMap<string, Change>>()

function sentChange(operation: Operation, id: string): Change | undefined {
  const known = sentById.get(operation)
  const index = known ?? new Map(operation.patch.map((change) => [change.id, change]))
  if (!known) sentById.set(operation, index)
  return index.get(id)
}

/** What the person sees of an annotation, given what the server has. */
export function overlay(
  { operation, rows }: OutboxState,
  id: string,
  server: Annotation | null,
): Annotation | null {
  const row = rows.get(id)
  if (row) return row.after
  const sent = operation && sentChange(operation, id)
  return sent ? sent.after : server
}

/** A row that no longer says anything: back where it started, or the same as theirs. */
function isSettled(row: Row): boolean {
  if (sameJson(row.before, row.after)) return true
  return row.state === 'conflict' && sameJson(row.after, row.theirs ?? null)
}

function withRows(state: OutboxState, changed: readonly Row[]): OutboxState {
  const rows = new Map(state.rows)
  for (const row of changed) {
    if (isSettled(row)) rows.delete(row.id)
    else rows.set(row.id, row)
  }
  return { ...state, rows }
}

/** Add edits. An edit of a refused annotation sends it again; one in conflict stays in conflict. */
export function recordEdits(state: OutboxState, patch: Patch): OutboxState {
  const changed = new Map<string, Row>()
  for (const { id, before, after } of patch) {
    const row = changed.get(id) ?? state.rows.get(id)
    if (row?.state === 'conflict') changed.set(id, { ...row, after })
    else changed.set(id, { id, before: row ? row.before : before, after, state: 'pending' })
  }
  return withRows(state, [...changed.values()])
}

/** Freeze up to `limit` pending rows into an operation, unless one is under way. */
export function startOperation(
  state: OutboxState,
  base_revision: number,
  limit: number,
  op_id: string = newId(),
): OutboxState {
  if (state.operation) return state
  const taken = rowsIn(state, 'pending').slice(0, limit)
  if (taken.length === 0) return state
  const rows = new Map(state.rows)
  for (const { id } of taken) rows.delete(id)
  const patch = taken.map(({ id, before, after }) => ({ id, before, after }))
  return { operation: { op_id, base_revision, patch }, rows }
}

/** The server has it. Another tab may have said so before: then nothing happens. */
export function confirmOperation(state: OutboxState, op_id: string): OutboxState {
  return state.operation?.op_id === op_id ? { ...state, operation: null } : state
}

type Judge = (change: Change) => Partial<Row> & Pick<Row, 'state'>

/** The server applied nothing of it: every change becomes a row again, below later edits of the same annotation. */
function returnOperation(state: OutboxState, op_id: string, judge: Judge): OutboxState {
  if (state.operation?.op_id !== op_id) return state
  const rows = state.operation.patch.map((change): Row => {
    const later = state.rows.get(change.id)
    const row = { ...change, after: later ? later.after : change.after }
    const verdict = judge(change)
    // A refused annotation that was edited meanwhile deserves another try.
    return later && verdict.state === 'held' ? { ...row, state: 'pending' } : { ...row, ...verdict }
  })
  return withRows({ ...state, operation: null }, rows)
}

/** Give the operation up and send its changes again under a new id (in smaller pieces, for example). */
export const retryAsNew = (state: OutboxState, op_id: string): OutboxState =>
  returnOperation(state, op_id, () => ({ state: 'pending' }))

export function markConflicts(
  state: OutboxState,
  op_id: string,
  conflicts: readonly ServerChange[],
): OutboxState {
  const theirs = new Map(conflicts.map(({ id, record }) => [id, record]))
  return returnOperation(state, op_id, ({ id }) =>
    theirs.has(id) ? { state: 'conflict', theirs: theirs.get(id) ?? null } : { state: 'pending' },
  )
}

export function markRefused(
  state: OutboxState,
  op_id: string,
  ids: ReadonlySet<string>,
  problem: ServerProblem,
): OutboxState {
  return returnOperation(state, op_id, ({ id }) =>
    ids.has(id) ? { state: 'held', problem } : { state: 'pending' },
  )
}

export type Choice = 'mine' | 'theirs'

/** Settle a conflict: mine is sent again on top of theirs, or dropped. */
export function settleConflict(state: OutboxState, id: string, choice: Choice): OutboxState {
  const row = state.rows.get(id)
  if (row?.state !== 'conflict') return state
  const before = choice === 'mine' ? (row.theirs ?? null) : row.after
  return withRows(state, [{ id, before, after: row.after, state: 'pending' }])
}

/** Somebody changed an annotation in conflict once more. */
export function updateTheirs(state: OutboxState, changes: readonly ServerChange[]): OutboxState {
  const rows = changes.flatMap(({ id, record }): Row[] => {
    const row = state.rows.get(id)
    return row?.state === 'conflict' ? [{ ...row, theirs: record }] : []
  })
  return rows.length > 0 ? withRows(state, rows) : state
}

/** Forget the unsent changes of these annotations. What is being sent cannot be taken back. */
export function dropRows(state: OutboxState, ids: Iterable<string>): OutboxState {
  const rows = new Map(state.rows)
  for (const id of ids) rows.delete(id)
  return { ...state, rows }
}

/** Keeps the outbox of one person and one document. */
export interface OutboxStore {
  /** Apply `change` to what is stored, atomically across tabs, and return what is stored now. */
  update(change: (state: OutboxState) => OutboxState): Promise<OutboxState>
}

/** For browsers that refuse storage: everything works, but does not survive a reload. */
export class MemoryOutbox implements OutboxStore {
  #state: OutboxState

  constructor(state: OutboxState = emptyOutbox) {
    this.#state = state
  }

  async update(change: (state: OutboxState) => OutboxState): Promise<OutboxState> {
    this.#state = change(this.#state)
    return this.#state
  }
}
