import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core'
import type { WorkbenchApi } from '../api/workbench-api'
import type { Saving } from '../session/saving'
import type { ShellState } from '../session/shell-state'
import type { Bundle, Comparison, LayerInfo } from '../types'
import { type Side, type Thing, thingsOf, WHATS, type What } from './things'

export const MODES = ['beside', 'over'] as const
export type Mode = (typeof MODES)[number]

/** Two people never draw quite the same; of one work every pixel was meant. */
const LEAST = { people: 90, work: 100 }

interface Around {
  readonly api: WorkbenchApi
  readonly bundle: Bundle
  readonly shell: ShellState
  readonly saving: Saving
}

/** The two layers that one looks at first: what several people answered, else what the work was and is. */
function firstPair(layers: readonly LayerInfo[]): readonly [string, string] {
  const [one, two] = layers.filter(({ what }) => what === 'answer')
  if (one && two) return [one.key, two.key]
  const before =
    layers.find(({ what }) => what === 'earlier') ?? layers.find(({ what }) => what !== 'work')
  return [before?.key ?? '', layers.find(({ what }) => what === 'work')?.key ?? '']
}

/** Two layers of the task beside or over each other, and the difference that is looked at. */
export class Comparing {
  readonly isOn: ReadonlySignal<boolean>
  readonly layers = signal<readonly LayerInfo[] | null>(null)
  readonly left = signal('')
  readonly right = signal('')
  readonly mode = signal<Mode>('beside')
  /** Per cent from which shapes count as the same. */
  readonly least = signal(LEAST.work)
  /** Kinds of differences that are shown. */
  readonly wanted = signal<ReadonlySet<What>>(new Set(WHATS))
  /** Whether what is the same is shown, too. */
  readonly same = signal(true)
  readonly comparison = signal<Comparison | null>(null)
  readonly error = signal<unknown>(null)
  /** The thing that is looked at, and the one under the pointer. */
  readonly active = signal<string | null>(null)
  readonly hovered = signal<string | null>(null)
  /** Where the pointer of a pane is, in pixels of the screen from the pane's corner. */
  readonly pointed = signal<{
    readonly from: number
    readonly x: number
    readonly y: number
  } | null>(null)
  /** All things as they are compared now. */
  readonly things: ReadonlySignal<readonly Thing[]>
  /** Things that stages show, and those of them that differ. */
  readonly shown: ReadonlySignal<readonly Thing[]>
  readonly listed: ReadonlySignal<readonly Thing[]>
  readonly current: ReadonlySignal<Thing | null>
  readonly #around: Around
  #asked = 0

  constructor(around: Around) {
    this.#around = around
    this.isOn = computed(() => around.shell.tab.value === 'compare')
    this.things = computed(() => {
      const comparison = this.comparison.value
      return comparison ? thingsOf(comparison, this.least.value) : []
    })
    this.shown = computed(() =>
      this.things.value.filter(({ what }) =>
        what ? this.wanted.value.has(what) : this.same.value,
      ),
    )
    this.listed = computed(() => this.shown.value.filter(({ what }) => what !== null))
    this.current = computed(
      () => this.things.value.find(({ key }) => key === this.active.value) ?? null,
    )
  }

  /** Ask what there is, once what was drawn is on the server; the pair of before stays. */
  async open(): Promise<void> {
    const { api, bundle, saving } = this.#around
    this.error.value = null
    try {
      await saving.flush()
      const layers = await api.layers(bundle.task.id)
      const known = new Set(layers.map(({ key }) => key))
      const [left, right] = firstPair(layers)
      batch(() => {
        this.layers.value = layers
        if (known.has(this.left.peek()) && known.has(this.right.peek())) return
        this.left.value = left
        this.right.value = right
        const isOfPeople = layers.some(({ what }) => what === 'answer')
        this.least.value = isOfPeople ? LEAST.people : LEAST.work
      })
      await this.#load()
    } catch (error) {
      this.error.value = error
    }
  }

  async choose(side: Side, key: string): Promise<void> {
    this[side].value = key
    await this.#loadOrSay()
  }

  async swap(): Promise<void> {
    batch(() => {
      const left = this.left.peek()
      this.left.value = this.right.peek()
      this.right.value = left
    })
    await this.#loadOrSay()
  }

  /** Show this kind of difference, or no longer. */
  toggle(what: What): void {
    const wanted = new Set(this.wanted.peek())
    if (!wanted.delete(what)) wanted.add(what)
    this.wanted.value = wanted
  }

  /** To the next difference or the one before; from the last on to the first. */
  step(by: 1 | -1): void {
    const listed = this.listed.peek()
    const at = listed.findIndex(({ key }) => key === this.active.peek())
    const from = at < 0 && by < 0 ? 0 : at
    this.active.value = listed[(from + by + listed.length) % listed.length]?.key ?? null
  }

  async #loadOrSay(): Promise<void> {
    this.error.value = null
    try {
      await this.#load()
    } catch (error) {
      this.error.value = error
    }
  }

  async #load(): Promise<void> {
    const { api, bundle } = this.#around
    const [left, right] = [this.left.peek(), this.right.peek()]
    if (!left || !right) return
    this.#asked += 1
    const asked = this.#asked
    const found = await api.compare(bundle.task.id, left, right)
    // Somebody who chooses quickly sees what was chosen last.
    if (asked !== this.#asked) return
    batch(() => {
      this.comparison.value = found
      this.active.value = null
    })
  }
}
