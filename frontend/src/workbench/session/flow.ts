import { asApiError } from '../../api/error'
import { newAnnotation } from '../../core/create'
import { isBlocking } from './findings'
import type { Session } from './session'

/** How the page goes on from a task. */
export interface Navigation {
  /** Open a task; null when there is nothing left to do. */
  open(task: string | null): void
  leave(): void
  /** Back to the sample of which the task is a part. */
  toSample(project: string, sample: string): void
  /** Load the same task again after its state changed. */
  reload(): void
}

/** What people do with a task as a whole. Every way out waits until everything is saved. */
export class Flow {
  readonly #session: Session
  readonly #to: Navigation

  constructor(session: Session, to: Navigation) {
    this.#session = session
    this.#to = to
  }

  async save(): Promise<void> {
    const { saving, shell } = this.#session
    const { state } = await saving.flush()
    if (state !== 'saved') shell.tell({ tone: 'warning', key: `unsaved.${state}` })
  }

  async submit(how: 'submit' | 'submit-next'): Promise<void> {
    const { editor, shell, saving, api, bundle } = this.#session
    if (!this.#isReady()) return
    const isBlank = [...editor.work.records.peek().values()].every(({ kind }) => kind === 'answers')
    if (isBlank && editor.canWrite.peek() === true) {
      shell.ask({ kind: 'empty', how })
      return
    }
    const slot = how === 'submit-next' ? 'annotator' : undefined
    let next: string | null | undefined
    const handIn = async () => {
      next = await api.submit(bundle.task.id, saving.work.revision, slot)
    }
    await this.#decide(how, handIn, () => (slot ? this.#next(next) : this.#to.reload()))
  }

  /** Say that there is nothing to label, and submit. */
  async confirmEmpty(how: 'submit' | 'submit-next'): Promise<void> {
    const { editor, shell } = this.#session
    shell.close()
    editor.edit('editor:edit.empty', (tx) => tx.put(newAnnotation('empty', {})))
    await this.submit(how)
  }

  async skip(reason: string): Promise<void> {
    const { api, bundle } = this.#session
    await this.#decide('skip', () => api.skip(bundle.task.id, reason))
  }

  async review(decision: 'accept' | 'return', note = ''): Promise<void> {
    const { api, bundle } = this.#session
    await this.#decide(decision, () => api.review(bundle.task.id, { decision, note }))
  }

  /** Say of a task of the sample whether it is right, and go on to the next one that waits. */
  async inspect(verdict: 'pass' | 'fail', note = ''): Promise<void> {
    const { api, bundle, shell } = this.#session
    const { sample, task } = bundle
    if (!sample) return
    await this.#decide(
      verdict,
      () => api.inspect(sample.id, task.id, { verdict, note }),
      () => {
        shell.close()
        if (sample.next) this.#to.open(sample.next)
        else this.leave()
      },
    )
  }

  /** Take this task, after it was only looked at. */
  async claim(): Promise<void> {
    const { api, bundle } = this.#session
    const slot = bundle.task.can.start_review === true ? 'reviewer' : 'annotator'
    await this.#decide(
      'claim',
      () => api.claim(bundle.task.id, slot),
      () => this.#to.reload(),
    )
  }

  /** Look at a neighbour. What is unsaved goes on being saved behind it. */
  go(task: string | null): void {
    if (task) this.#to.open(task)
  }

  leave(): void {
    const { sample, task } = this.#session.bundle
    if (sample) this.#to.toSample(task.project.id, sample.id)
    else this.#to.leave()
  }

  /** Open the next task, which may have come with the answer already. */
  async #next(come?: string | null): Promise<void> {
    const { api, bundle, shell } = this.#session
    shell.close()
    const slot = bundle.task.slot === 'reviewer' ? 'reviewer' : 'annotator'
    this.#to.open(come === undefined ? await api.next(bundle.task.project.id, slot) : come)
  }

  /** No open problem stands in the way; otherwise show them. */
  #isReady(): boolean {
    const { checks, findings, shell } = this.#session
    checks.settle()
    const count = findings.peek().filter(isBlocking).length
    if (count === 0) return true
    shell.show('findings')
    shell.tell({ tone: 'warning', key: 'blocked', params: { count } })
    return false
  }

  /** Save, tell the server, and go on; with that the task is out of this person's hands as they had it. */
  async #decide(
    what: string,
    tell: () => Promise<void>,
    goOn: () => Promise<void> | void = () => this.#next(),
  ): Promise<void> {
    const { shell, saving } = this.#session
    if (shell.busy.peek()) return
    shell.busy.value = what
    shell.notice.value = null
    try {
      const [{ state }] = await Promise.all([saving.flush(), this.#session.report()])
      if (state !== 'saved') {
        shell.tell({ tone: 'warning', key: `unsaved.${state}` })
        return
      }
      await tell()
      this.#session.letGo()
      await goOn()
    } catch (error) {
      await this.#explain(error)
    } finally {
      shell.busy.value = null
    }
  }

  /** The server found more than the live checks can: fetch it and show it. */
  async #explain(error: unknown): Promise<void> {
    const { shell, api, bundle } = this.#session
    const { status, code } = asApiError(error)
    shell.tell({ tone: 'error', key: 'failed', error })
    const isAboutFindings = status === 409 || status === 400 || /finding|block/.test(code)
    if (!isAboutFindings) return
    const fresh = await api.load(bundle.task.id).catch(() => null)
    if (!fresh) return
    this.#session.tellFindings(fresh.findings)
    if (fresh.findings.some(({ state, severity }) => state === 'open' && severity === 'block')) {
      shell.show('findings')
    }
  }
}
