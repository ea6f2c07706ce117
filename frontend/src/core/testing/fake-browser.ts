/** Clock and tabs under the control of a test. */
import type { TabMessage, Tabs } from '../tabs'
import type { Timers } from '../timers'

/** Let everything that waits on promises, messages or the fake database go on. */
export async function settle(turns = 12): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
}

interface Waiting {
  readonly at: number
  readonly run: () => void
}

export class ManualTimers implements Timers {
  #now = 1_800_000_000_000
  readonly #waiting = new Set<Waiting>()

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const waiting = { at: this.#now + ms, run }
    this.#waiting.add(waiting)
    return () => this.#waiting.delete(waiting)
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Turn the clock forward; what is due runs in order, each with its consequences. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let due = this.#next(end); due; due = this.#next(end)) {
      this.#now = Math.max(this.#now, due.at)
      this.#waiting.delete(due)
      due.run()
      await settle()
    }
    this.#now = end
  }

  #next(end: number): Waiting | undefined {
    return [...this.#waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  }
}

/** Tabs of one browser that share a channel and a lock. */
export class FakeBrowser {
  readonly #tabs: FakeTab[] = []

  open(): FakeTab {
    const tab = new FakeTab(this)
    this.#tabs.push(tab)
    return tab
  }

  deliver(from: FakeTab, message: TabMessage): void {
    for (const tab of this.#tabs) {
      if (tab !== from) setImmediate(() => tab.hear(structuredClone(message)))
    }
  }

  elect(): void {
    if (this.#tabs.some((tab) => tab.leads)) return
    this.#tabs.find((tab) => tab.wantsToLead)?.lead()
  }

  close(tab: FakeTab): void {
    this.#tabs.splice(this.#tabs.indexOf(tab), 1)
    setImmediate(() => this.elect())
  }
}

export class FakeTab implements Tabs {
  readonly #browser: FakeBrowser
  #listen: (message: TabMessage) => void = () => undefined
  #lead: (() => void) | null = null
  #leads = false

  constructor(browser: FakeBrowser) {
    this.#browser = browser
  }

  get wantsToLead(): boolean {
    return this.#lead !== null
  }
  get leads(): boolean {
    return this.#leads
  }

  lead(): void {
    if (this.#leads) return
    this.#leads = true
    this.#lead?.()
  }
  hear(message: TabMessage): void {
    this.#listen(message)
  }
  post(message: TabMessage): void {
    this.#browser.deliver(this, message)
  }
  onMessage(listen: (message: TabMessage) => void): void {
    this.#listen = listen
  }
  onLead(lead: () => void): void {
    this.#lead = lead
    this.#browser.elect()
  }
  dispose(): void {
    this.#listen = () => undefined
    this.#lead = null
    this.#browser.close(this)
  }
}
