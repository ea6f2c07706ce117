import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import { liveChecks } from '../../checks'
import { attachBlobs } from '../../core/blobs'
import type { Command } from '../../core/command'
import { commandsOf } from '../../core/commands'
import { Document } from '../../core/document'
import { Editor } from '../../core/editor'
import { LiveChecks } from '../../core/live-checks'
import { loadModality, type Modality } from '../../core/registry'
import type { LabelSchema, Language } from '../../core/schema'
import { Scope } from '../../core/scope'
import type { WorkbenchApi } from '../api/workbench-api'
import { AttributeMode } from '../attributes/mode'
import { Comparing } from '../compare/comparing'
import type { Bundle, DocumentState, Issue, ModelInfo, Permission, StoredFinding } from '../types'
import { ActiveTime } from './active-time'
import { type Records, type ShownFinding, watchFindings } from './findings'
import { pinIssues } from './pins'
import { openStores, Saving } from './saving'
import { ShellState } from './shell-state'

const HEARTBEAT_MS = 60_000

/** What of the page around it the editor must know. */
export interface Surroundings {
  readonly person: string
  readonly theme: Signal<'light' | 'dark'>
  readonly language: Signal<Language>
}

interface Parts {
  readonly api: WorkbenchApi
  readonly bundle: Bundle
  readonly modality: Modality
  readonly editor: Editor
  readonly saving: Saving
  readonly surroundings: Surroundings
}

/** One task on the screen: its documents, editor, saving, checks, issues. No React in it. */
export class Session {
  readonly api: WorkbenchApi
  readonly bundle: Bundle
  readonly modality: Modality
  readonly editor: Editor
  readonly saving: Saving
  readonly surroundings: Surroundings
  readonly shell: ShellState
  readonly scope = new Scope()
  readonly time: ActiveTime
  readonly checks: LiveChecks
  readonly attributes: AttributeMode
  readonly comparing: Comparing
  readonly issues: Signal<readonly Issue[]>
  readonly stored: Signal<readonly StoredFinding[]>
  readonly findings: ReadonlySignal<readonly ShownFinding[]>
  /** Commands of the editor; the shell adds its own. */
  readonly editorCommands: ReadonlySignal<readonly Command[]>
  /** False after somebody else took the task over. */
  readonly leased = signal(true)
  #schemaVersion: number
  #gone = false
  readonly #seen: Signal<Records>

  constructor(parts: Parts) {
    const { api, bundle, modality, editor, saving, surroundings } = parts
    this.api = api
    this.bundle = bundle
    this.modality = modality
    this.editor = editor
    this.saving = saving
    this.surroundings = surroundings
    this.shell = new ShellState(bundle, modality.compares === true)
    this.#schemaVersion = bundle.schema.version
    this.time = new ActiveTime(this.scope)
    this.checks = new LiveChecks(editor, liveChecks, bundle.checks, this.scope)
    this.attributes = new AttributeMode(editor, modality, this.scope)
    this.comparing = new Comparing(this)
    this.issues = signal(bundle.issues)
    this.stored = signal(bundle.findings)
    this.#seen = signal(editor.work.records.peek())
    const isLive = (check: string) => liveChecks.some(({ id }) => id === check)
    this.findings = watchFindings(this.checks, this.stored, this.#seen, editor.work.records, isLive)
    this.editorCommands = computed(() => commandsOf(modality, editor.schema.value))
    saving.attach(this.scope)
    pinIssues(this)
    this.#markFindings()
    this.#keepLease()
    this.#followSchema()
  }

  get isReview(): boolean {
    return this.bundle.task.slot === 'reviewer'
  }

  /** Whether the person opens and verifies issues here. */
  get judges(): Permission {
    return this.bundle.judge
  }

  /** Replace one issue by what the server made of it, or add it. */
  putIssue(issue: Issue): void {
    const others = this.issues.peek().filter(({ id }) => id !== issue.id)
    this.issues.value = [...others, issue]
  }

  /** What the server found in the work as it is now. */
  tellFindings(findings: readonly StoredFinding[]): void {
    batch(() => {
      this.stored.value = findings
      this.#seen.value = this.editor.work.records.peek()
    })
  }

  putFinding(finding: StoredFinding): void {
    this.stored.value = this.stored.peek().map((one) => (one.id === finding.id ? finding : one))
  }

  /** The task has left the person's hands: there is no lease to keep any more. */
  letGo(): void {
    this.#gone = true
  }

  /** Leave: what is not saved yet goes on being saved. */
  dispose(): void {
    this.saving.retire()
    this.scope.dispose()
  }

  /** Annotations with something to mend carry a mark on the canvas. */
  #markFindings(): void {
    this.scope.effect(() => {
      const open = this.findings.value.filter(({ waiver }) => waiver === null)
      this.editor.view.marks.value = new Set(open.flatMap(({ record }) => record ?? []))
    })
  }

  /** The server refused an annotation: the label schema may have changed under the open task. */
  #followSchema(): void {
    let known = 0
    this.scope.effect(() => {
      const { refused } = this.saving.status.value
      if (refused > known) void this.#refreshSchema()
      known = refused
    })
  }

  async #refreshSchema(): Promise<void> {
    const { schema } = await this.api.load(this.bundle.task.id).catch(() => this.bundle)
    if (schema.version === this.#schemaVersion || !this.scope.alive) return
    this.#schemaVersion = schema.version
    this.editor.schema.value = { ...NO_SCHEMA, ...schema.content }
    this.shell.tell({ tone: 'warning', key: 'schema-changed' })
    this.shell.show('findings')
  }

  get #holds(): boolean {
    const { slot, can } = this.bundle.task
    return !this.#gone && slot !== 'viewer' && can.write === true
  }

  #keepLease(): void {
    if (!this.#holds) return
    this.scope.interval(() => void this.report(), HEARTBEAT_MS)
    // The last seconds count too: the page may be closed, or this task left for another.
    this.scope.listen(window, 'pagehide', () => void this.report())
    this.scope.add(() => void this.report())
  }

  /** Tell the server of the active seconds that it has not heard of, and keep the lease. Never throws. */
  async report(): Promise<void> {
    const seconds = this.#holds ? this.time.take() : 0
    if (seconds === 0) return
    try {
      await this.api.heartbeat(this.bundle.task.id, seconds)
      this.leased.value = true
    } catch (error) {
      this.time.giveBack(seconds)
      const status = (error as { status?: number }).status ?? 0
      if (status === 403 || status === 409) this.leased.value = false
    }
  }
}

const NO_SCHEMA: LabelSchema = { labels: [], questions: [] }

interface Layer {
  readonly document: Document
  readonly state: DocumentState
  readonly model: ModelInfo
}

/**
 * Load a task with the code of its modality and bring back what an earlier visit left unsent. `before` is waited for before the
 * documents are read, for which the page stands still.
 */
export async function openSession(
  api: WorkbenchApi,
  task: string,
  surroundings: Surroundings,
  before: () => Promise<void> = async () => undefined,
): Promise<Session> {
  const stores = openStores(surroundings.person)
  const bundle = await api.load(task)
  const modality = await loadModality(bundle.task.project.modality)
  await before()
  const work = new Document(bundle.document.records, bundle.document.id, 'work')
  const layers = bundle.suggestions.map(({ document, model }): Layer => {
    return {
      document: new Document(document.records, document.id, 'prelabel'),
      state: document,
      model,
    }
  })
  const { width, height } = bundle.asset
  const editor = new Editor({
    work,
    kinds: modality.kinds,
    // A project without a schema yet has empty content.
    schema: { ...NO_SCHEMA, ...bundle.schema.content },
    extent: { width: width ?? 0, height: height ?? 0 },
    suggestions: layers,
    canWrite: bundle.task.can.write,
  })
  const saving = await Saving.start(surroundings.person, api.transport, await stores, [
    { document: work, state: bundle.document },
    ...layers,
  ])
  attachBlobs(editor, saving.blobs)
  return new Session({ api, bundle, modality, editor, saving, surroundings })
}
