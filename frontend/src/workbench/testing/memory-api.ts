import { ApiError } from '../../api/error'
import type { FullTransport } from '../../core/blobs'
import { newId } from '../../core/ids'
import type { Operation } from '../../core/outbox'
import { FakeServer } from '../../core/testing/fake-server'
import type { ChangesReply, SaveReply } from '../../core/transport'
import { TransportError } from '../../core/transport'
import type { IssueMove, PromptTransport, WorkbenchApi } from '../api/workbench-api'
import type { Bundle, Comparison, DocumentState, Issue, LayerInfo, NewIssue } from '../types'

/** What the network and the server are doing just now. */
export type Weather = 'fine' | 'offline' | 'signed-out' | 'denied'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A whole server for one bundle, in memory: nothing is kept. */
export class MemoryApi implements WorkbenchApi {
  readonly servers: ReadonlyMap<string, FakeServer>
  weather: Weather = 'fine'
  /** What was asked, for tests to look at. */
  readonly asked: string[] = []
  readonly #bundle: Bundle
  #issues: readonly Issue[]

  constructor(bundle: Bundle) {
    this.#bundle = bundle
    this.#issues = bundle.issues
    const documents = [bundle.document, ...bundle.suggestions.map(({ document }) => document)]
    this.servers = new Map(documents.map(({ id, records }) => [id, new FakeServer(records)]))
  }

  /** Files that were sent, by name. */
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>()

  readonly transport: FullTransport = {
    blobs: {
      send: (_, name, bytes) =>
        this.#request(() => {
          this.files.set(name, bytes)
          return 'sent' as const
        }),
      fetch: async (_, name) => this.files.get(name) ?? new Uint8Array(),
    },
    save: (document, operation) => this.#request(() => this.#save(document, operation)),
    changes: (document, since) =>
      this.#request((): ChangesReply => {
        const server = this.servers.get(document)
        const changes = server?.changesSince(since) ?? []
        return { outcome: 'changes', revision: server?.revision ?? 0, changes }
      }),
  }

  /** Nobody answers here. */
  readonly prompts: PromptTransport = {
    read: async () => ({ ready: true, job: null }),
    reading: async () => ({ ready: true, job: null }),
    fit: async () => null,
    ask: async () => [],
  }

  async load(): Promise<Bundle> {
    await pause(5)
    const now = (state: DocumentState): DocumentState => {
      const server = this.servers.get(state.id)
      return server ? { ...state, ...server.load() } : state
    }
    const { document, suggestions } = this.#bundle
    return {
      ...this.#bundle,
      issues: this.#issues,
      document: now(document),
      suggestions: suggestions.map((one) => ({ ...one, document: now(one.document) })),
    }
  }

  heartbeat: WorkbenchApi['heartbeat'] = (task) => this.#note(`heartbeat ${task}`)

  async submit(task: string, revision: number, next?: string): Promise<string | null | undefined> {
    await this.#note(['submit', task, revision, ...(next ? [`next ${next}`] : [])].join(' '))
    return next && this.#bundle.task.next
  }

  skip = (task: string, reason: string) => this.#note(`skip ${task} ${reason}`)
  claim = (task: string) => this.#note(`claim ${task}`)
  review = (task: string, { decision }: { decision: string }) =>
    this.#note(`review ${task} ${decision}`)
  inspect = (sample: string, task: string, { verdict }: { verdict: string }) =>
    this.#note(`inspect ${sample} ${task} ${verdict}`)
  setPreference = (key: string) => this.#note(`preference ${key}`)

  async carryOver(task: string, records: readonly string[], pictures: number) {
    await this.#note(`carry-over ${task} ${records.join(' ')}`)
    return { pictures, objects: pictures * records.length, known: 0, passed: 0 }
  }

  async next(): Promise<string | null> {
    await this.#note('next')
    return this.#bundle.task.next
  }

  /** What can be compared, for tests to say. */
  listed: readonly LayerInfo[] = []
  comparison: Comparison = { left: [], right: [], things: [] }

  async layers() {
    await this.#note('layers')
    return this.listed
  }

  async compare(_task: string, left: string, right: string) {
    await this.#note(`compare ${left} ${right}`)
    return this.comparison
  }

  async openIssue(_task: string, { text, ...issue }: NewIssue): Promise<Issue> {
    await this.#note('issue')
    const at = new Date().toISOString()
    const by = { id: 'carol', name: 'Carol Zhang' }
    return this.#put({
      ...issue,
      id: newId(),
      state: 'open',
      round: this.#bundle.task.round,
      opened_by: by,
      created_at: at,
      comments: [{ id: newId(), by, text, at }],
    })
  }

  async comment(id: string, text: string): Promise<Issue> {
    const issue = this.#issue(id)
    const at = new Date().toISOString()
    const by = { id: 'bob', name: 'Bob Müller' }
    return this.#put({ ...issue, comments: [...issue.comments, { id: newId(), by, text, at }] })
  }

  async setIssueState(id: string, to: IssueMove): Promise<Issue> {
    const state = ({ resolve: 'resolved', verify: 'verified', reopen: 'open' } as const)[to]
    return this.#put({ ...this.#issue(id), state })
  }

  async waive(id: string, reason: string) {
    const finding = this.#bundle.findings.find((one) => one.id === id)
    if (!finding) throw notFound()
    const by = { id: 'bob', name: 'Bob Müller' }
    return { ...finding, state: 'waived' as const, waiver: { by, reason } }
  }

  #issue(id: string): Issue {
    const issue = this.#issues.find((one) => one.id === id)
    if (!issue) throw notFound()
    return issue
  }

  #put(issue: Issue): Issue {
    this.#issues = [...this.#issues.filter(({ id }) => id !== issue.id), issue]
    return issue
  }

  async #note(what: string): Promise<void> {
    await pause(5)
    this.asked.push(what)
  }

  #save(document: string, operation: Operation): SaveReply {
    const server = this.servers.get(document)
    if (!server) throw new TransportError()
    return server.save('bob', operation)
  }

  async #request<T>(
    answer: () => T,
  ): Promise<T | Extract<SaveReply, { outcome: 'signed-out' | 'denied' }>> {
    await pause(40)
    if (this.weather === 'offline') throw new TransportError()
    if (this.weather === 'signed-out') return { outcome: 'signed-out' }
    if (this.weather === 'denied') {
      const params = { reason: 'task-submitted' }
      return { outcome: 'denied', problem: { code: 'denied', message: '', params, fields: {} } }
    }
    return answer()
  }
}

const notFound = () =>
  new ApiError(404, { code: 'not-found', message: 'not found', fields: {}, params: {} })
