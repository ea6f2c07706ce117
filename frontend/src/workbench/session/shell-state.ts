import { signal } from '@preact/signals-core'
import type { Bundle } from '../types'

export const TABS = [
  'changes',
  'objects',
  'details',
  'suggestions',
  'issues',
  'findings',
  'guidelines',
  'answers',
  'compare',
] as const
export type Tab = (typeof TABS)[number]

/** Where a new issue belongs, before it is written. */
export interface IssueDraft {
  readonly record: string | null
  readonly anchor: { readonly x: number; readonly y: number } | null
}

export type Dialog =
  | { readonly kind: 'help' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'return' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'carry-over' }
  | { readonly kind: 'empty'; readonly how: 'submit' | 'submit-next' }
  | { readonly kind: 'waive'; readonly finding: string }
  | { readonly kind: 'issue'; readonly draft: IssueDraft }
  | { readonly kind: 'conflicts' }
  | { readonly kind: 'denied' }

/** A line that says how something went, over the canvas. */
export interface Notice {
  readonly tone: 'info' | 'warning' | 'error'
  /** Catalogue key `workbench:notice.<key>`. */
  readonly key: string
  readonly params?: { readonly [name: string]: string | number }
  /** An error to put into words instead of `key`. */
  readonly error?: unknown
}

const REMEMBERED = 'groundwork.workbench'
const DEFAULT_WIDTH = 320
const DEFAULT_SHARE = 0.45
const [LEAST_SHARE, MOST_SHARE] = [0.15, 0.8]
const NARROWEST = 260
const WIDEST = 640

interface Remembered {
  readonly width: number
  readonly open: boolean
  readonly strip: boolean
  readonly beside: number
}

/** How the parts of the workbench were last. */
export function remembered(): Remembered {
  const fresh = { width: DEFAULT_WIDTH, open: true, strip: true, beside: DEFAULT_SHARE }
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') }
  } catch {
    return fresh
  }
}

/** What is open and how wide. Sizes are remembered in this browser; they are nobody else's business. */
export class ShellState {
  /** Those that have something to say about this task. */
  readonly tabs: readonly Tab[]
  readonly tab = signal<Tab>('objects')
  readonly dialog = signal<Dialog | null>(null)
  readonly notice = signal<Notice | null>(null)
  readonly activeIssue = signal<string | null>(null)
  /** Counted up to ask for the keyboard in the filter box. */
  readonly filterFocus = signal(0)
  /** What is running: a submit, a save before leaving. */
  readonly busy = signal<string | null>(null)
  readonly width = signal(DEFAULT_WIDTH)
  readonly open = signal(true)
  readonly strip = signal(true)
  /** How much of the stage's height is what stands below it, where the modality has something. */
  readonly beside = signal(DEFAULT_SHARE)
  /** What the person wants to find, in the objects panel. */
  readonly query = signal('')
  readonly grouped = signal(true)

  constructor({ task, issues, since, answers }: Bundle, compares: boolean) {
    const spare = new Set<Tab>([
      ...(since ? [] : ['changes' as const]),
      ...(answers ? [] : ['answers' as const]),
      ...(compares ? [] : ['compare' as const]),
    ])
    this.tabs = TABS.filter((tab) => !spare.has(tab))
    const { width, open, strip, beside } = remembered()
    this.width.value = width
    this.open.value = open
    this.strip.value = strip
    this.beside.value = beside
    // Returned work begins with what was returned about it.
    const isReturned = task.round > 1 && issues.some(({ state }) => state === 'open')
    if (isReturned && task.slot === 'annotator') this.tab.value = 'issues'
    // A further review begins with what became of the last one.
    if (since && task.slot === 'reviewer') this.tab.value = 'changes'
    // Answers of several people are there to be compared.
    if (answers) this.tab.value = 'answers'
  }

  show(tab: Tab): void {
    this.tab.value = tab
    this.open.value = true
    this.remember()
  }

  resize(width: number): void {
    this.width.value = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)))
  }

  shareBeside(share: number): void {
    this.beside.value = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share))
  }

  ask(dialog: Dialog): void {
    this.notice.value = null
    this.dialog.value = dialog
  }

  close(): void {
    this.dialog.value = null
  }

  tell(notice: Notice): void {
    this.notice.value = notice
  }

  remember(): void {
    const state = {
      width: this.width.peek(),
      open: this.open.peek(),
      strip: this.strip.peek(),
      beside: this.beside.peek(),
    }
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify(state))
    } catch {
      // It then starts as usual next time.
    }
  }
}
