/** The saving contract in memory: the server's side of it, and a network that can be made to fail. */
import type { Operation, ServerChange, ServerProblem } from '../outbox'
import { type Annotation, sameJson } from '../patch'
import { type ChangesReply, type SaveReply, type Transport, TransportError } from '../transport'

interface Logged {
  readonly revision: number
  readonly author: string
  readonly ids: readonly string[]
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const problem = (code: string, params: ServerProblem['params'] = {}): ServerProblem => ({
  code,
  message: code,
  params,
  fields: {},
})

export class FakeServer {
  readonly records = new Map<string, Annotation>()
  readonly operations = new Map<string, number>()
  /** How often an operation changed something; more than its number of ids would be a duplicate. */
  applied = 0
  revision = 0
  /** Whether the schema still allows this annotation. */
  allows: (record: Annotation) => boolean = () => true
  /** Whether errors name the annotations at fault. */
  names = true
  readonly #log: Logged[] = []

  constructor(initial: readonly Annotation[] = []) {
    for (const record of initial) this.records.set(record.id, record)
  }

  load(): { records: Annotation[]; revision: number } {
    return { records: copy([...this.records.values()]), revision: this.revision }
  }

  save(author: string, { op_id, base_revision, patch }: Operation): SaveReply {
    const known = this.operations.get(op_id)
    if (known !== undefined) return { outcome: 'saved', revision: known, changes: [] }
    const bad = patch.filter(({ after }) => after && !this.allows(after)).map(({ id }) => id)
    if (bad.length > 0) {
      return {
        outcome: 'invalid',
        problem: problem('invalid-record'),
        records: this.names ? bad : [],
      }
    }
    const conflicts = patch.filter(({ id, before, after }) => {
      const now = this.records.get(id) ?? null
      return !sameJson(now, before) && !sameJson(now, after)
    })
    if (conflicts.length > 0) {
      return {
        outcome: 'conflict',
        revision: this.revision,
        conflicts: conflicts.map(({ id }) => this.#version(id)),
      }
    }
    this.revision += 1
    this.applied += 1
    this.operations.set(op_id, this.revision)
    for (const { id, after } of copy(patch)) {
      if (after) this.records.set(id, after)
      else this.records.delete(id)
    }
    const ids = patch.map(({ id }) => id)
    this.#log.push({ revision: this.revision, author, ids })
    const others = this.changesSince(base_revision).filter(({ id }) => !ids.includes(id))
    return { outcome: 'saved', revision: this.revision, changes: others }
  }

  changesSince(since: number): readonly ServerChange[] {
    const touched = this.#log.filter(({ revision }) => revision > since).flatMap(({ ids }) => ids)
    return [...new Set(touched)].map((id) => this.#version(id))
  }

  #version(id: string): ServerChange {
    return { id, record: copy(this.records.get(id) ?? null) }
  }
}

export type Weather =
  | 'fine'
  /** The request never arrives. */
  | 'no-network'
  /** The request is carried out, the answer is lost. */
  | 'lost-reply'
  | 'server-error'
  | 'signed-out'
  | 'denied'

/** One client's connection; `weather` decides what becomes of each request. */
export class FakeTransport implements Transport {
  readonly sent: Operation[] = []
  weather: () => Weather = () => 'fine'
  readonly #server: FakeServer
  readonly #author: string

  constructor(server: FakeServer, author = 'bob') {
    this.#server = server
    this.#author = author
  }

  save(_document: string, operation: Operation): Promise<SaveReply> {
    this.sent.push(copy(operation))
    return this.#request(() => this.#server.save(this.#author, copy(operation)))
  }

  changes(_document: string, since: number): Promise<ChangesReply> {
    return this.#request(() => ({
      outcome: 'changes',
      revision: this.#server.revision,
      changes: this.#server.changesSince(since),
    }))
  }

  async #request<Reply>(
    answer: () => Reply,
  ): Promise<Reply | Extract<SaveReply, { outcome: 'signed-out' | 'denied' }>> {
    const weather = this.weather()
    await Promise.resolve()
    if (weather === 'no-network') throw new TransportError()
    if (weather === 'server-error') throw new TransportError(problem('internal'))
    if (weather === 'signed-out') return { outcome: 'signed-out' }
    if (weather === 'denied') {
      return { outcome: 'denied', problem: problem('denied', { reason: 'task-submitted' }) }
    }
    const reply = answer()
    await Promise.resolve()
    if (weather === 'lost-reply') throw new TransportError()
    return reply
  }
}
