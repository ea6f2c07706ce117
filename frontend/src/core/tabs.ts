/** Several tabs on one document: one of them talks to the server, all of them see everything at once. */
import type { ServerChange } from './outbox'
import type { Trouble } from './sync-status'

/** What tabs tell each other. The unsent changes themselves travel through the shared outbox. */
export type TabMessage =
  /** The outbox changed: read it again. */
  | { readonly kind: 'outbox' }
  /** There is something to send, or a reason to try again at once. */
  | { readonly kind: 'wake' }
  /** The server's state moved from one revision to another. */
  | {
      readonly kind: 'server'
      readonly base: number
      readonly revision: number
      readonly changes: readonly ServerChange[]
      readonly savedAt: number | null
    }
  /** How the tab that sends is doing. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble | null }

/** The other tabs on the same document of the same person. */
export interface Tabs {
  post(message: TabMessage): void
  onMessage(listen: (message: TabMessage) => void): void
  /** Called once, when this tab becomes the one that sends. */
  onLead(lead: () => void): void
  dispose(): void
}

/** A tab that is alone: for browsers without channels, and for tests. */
export class SingleTab implements Tabs {
  post(): void {}
  onMessage(): void {}
  onLead(lead: () => void): void {
    lead()
  }
  dispose(): void {}
}

/**
 * Tabs of one browser. The sender holds a Web Lock, which the browser passes on when its tab closes
 * or crashes. Web Locks need a secure context; without them every tab sends, which is wasteful but
 * right, because operations are idempotent.
 */
export class BrowserTabs implements Tabs {
  readonly #channel: BroadcastChannel
  readonly #name: string
  readonly #ended = new AbortController()
  #release: () => void = () => undefined

  constructor(user: string, document: string) {
    this.#name = `groundwork:${user}:${document}`
    this.#channel = new BroadcastChannel(this.#name)
  }

  post(message: TabMessage): void {
    if (!this.#ended.signal.aborted) this.#channel.postMessage(message)
  }

  onMessage(listen: (message: TabMessage) => void): void {
    this.#channel.addEventListener('message', (event: MessageEvent<TabMessage>) => {
      listen(event.data)
    })
  }

  onLead(lead: () => void): void {
    const locks = globalThis.navigator?.locks
    if (!locks) {
      lead()
      return
    }
    const hold = () =>
      new Promise<void>((release) => {
        this.#release = release
        lead()
      })
    locks.request(this.#name, { signal: this.#ended.signal }, hold).catch(() => undefined)
  }

  dispose(): void {
    this.#ended.abort()
    this.#release()
    this.#channel.close()
  }
}

export function openTabs(user: string, document: string): Tabs {
  return typeof BroadcastChannel === 'undefined' ? new SingleTab() : new BrowserTabs(user, document)
}
