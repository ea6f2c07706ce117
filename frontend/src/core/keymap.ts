import { isProfile, type ProfileId, profileKeys, replacesOwnKeys } from './keymap-profiles'
import { type KeyPress, keysCollide, strokeOf } from './keys'

/** What a keymap needs to know of a command. */
export interface Bindable {
  readonly id: string
  readonly keys?: readonly string[]
  /** The keys are those of the medium, which a profile made for others leaves alone. */
  readonly ownKeys?: boolean
}

/**
 * Where a command's keys count, as a path: `workbench` covers `workbench.drawing`. Commands of two
 * scopes may share a key when neither scope covers the other.
 */
export interface Bound<C extends Bindable> {
  readonly scope: string
  readonly command: C
}

/** What a person has chosen; stored with their account. */
export interface KeymapPreferences {
  readonly profile: ProfileId
  /** By command id; an empty list takes the key away. */
  readonly keys: { readonly [command: string]: readonly string[] }
}

export const defaultPreferences: KeymapPreferences = { profile: 'groundwork', keys: {} }

const isKeyList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string')

/** Read stored preferences; what makes no sense is left out. */
export function readPreferences(stored: unknown): KeymapPreferences {
  if (typeof stored !== 'object' || stored === null) return defaultPreferences
  const { profile, keys } = stored as { profile?: unknown; keys?: unknown }
  const entries = typeof keys === 'object' && keys !== null ? Object.entries(keys) : []
  return {
    profile: isProfile(profile) ? profile : defaultPreferences.profile,
    keys: Object.fromEntries(entries.filter(([, value]) => isKeyList(value))),
  }
}

export const scopesOverlap = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)

export interface Clash<C extends Bindable> {
  readonly keys: string
  readonly command: C
}

/** Which keys run which command, under one person's preferences. Immutable. */
export class Keymap<C extends Bindable> {
  readonly preferences: KeymapPreferences
  readonly bound: readonly Bound<C>[]
  readonly #keys = new Map<string, readonly string[]>()

  constructor(bound: readonly Bound<C>[], preferences: KeymapPreferences = defaultPreferences) {
    this.bound = bound
    this.preferences = preferences
    this.#assign()
  }

  /** The keys that run a command, first the one to show. */
  keysOf(id: string): readonly string[] {
    return this.#keys.get(id) ?? []
  }

  /** The keys a command has unless the person changes them. */
  defaultKeys(id: string): readonly string[] {
    const command = this.#find(id)?.command
    const { profile } = this.preferences
    if (command?.ownKeys && !replacesOwnKeys(profile)) return command.keys ?? []
    return profileKeys(profile, id) ?? command?.keys ?? []
  }

  /** The first command, other than this one, that already has one of the keys where this one counts. */
  clash(id: string, keys: readonly string[]): Clash<C> | null {
    const own = this.#find(id)
    if (!own) return null
    for (const wanted of keys) {
      const other = this.bound.find(
        ({ scope, command }) =>
          command.id !== id &&
          scopesOverlap(scope, own.scope) &&
          this.keysOf(command.id).some((taken) => keysCollide(taken, wanted)),
      )
      if (other) return { keys: wanted, command: other.command }
    }
    return null
  }

  /** The preferences after giving a command these keys, or the command that already has one of them. */
  rebind(id: string, keys: readonly string[]): KeymapPreferences | Clash<C> {
    const clash = this.clash(id, keys)
    if (clash) return clash
    return { ...this.preferences, keys: { ...this.preferences.keys, [id]: keys } }
  }

  /** The preferences after taking back what the person changed about a command. */
  reset(id: string): KeymapPreferences {
    const { [id]: _, ...keys } = this.preferences.keys
    return { ...this.preferences, keys }
  }

  /** The command that these keys run in the active scope, or 'more' when they begin a chord. */
  find(keys: string, active: string): C | 'more' | null {
    const reachable = this.bound.filter(({ scope }) => scopesOverlap(scope, active))
    const has = (test: (own: string) => boolean) =>
      reachable.find(({ command }) => this.keysOf(command.id).some(test))?.command
    const exact = has((own) => own === keys)
    if (exact) return exact
    return has((own) => own.startsWith(`${keys} `)) ? 'more' : null
  }

  #find(id: string): Bound<C> | undefined {
    return this.bound.find(({ command }) => command.id === id)
  }

  /**
   * Give out keys: what the person chose first, then the rest in the order of the commands. A key that
   * is taken is not given twice, so that what is shown is what happens.
   */
  #assign(): void {
    const { keys: chosen } = this.preferences
    const taken: { scope: string; keys: string }[] = []
    const give = ({ scope, command }: Bound<C>, wanted: readonly string[]) => {
      const isFree = (keys: string) =>
        !taken.some((t) => scopesOverlap(t.scope, scope) && keysCollide(t.keys, keys))
      const given = wanted.filter(isFree)
      taken.push(...given.map((keys) => ({ scope, keys })))
      this.#keys.set(command.id, given)
    }
    const isChosen = ({ command }: Bound<C>) => chosen[command.id] !== undefined
    for (const one of this.bound.filter(isChosen)) give(one, chosen[one.command.id] ?? [])
    for (const one of this.bound) {
      if (!isChosen(one)) give(one, this.defaultKeys(one.command.id))
    }
  }
}

/** A chord is given up when the second stroke does not come. */
const CHORD_MS = 1200

/** Turns key presses into commands; remembers the first stroke of a chord. */
export class KeyReader<C extends Bindable> {
  #first: { readonly stroke: string; readonly at: number } | null = null

  /** The command to run; 'more' when a chord has begun; null when the press means nothing here. */
  read(press: KeyPress, keymap: Keymap<C>, scope: string, now = Date.now()): C | 'more' | null {
    const stroke = strokeOf(press)
    if (stroke === null) return null
    const first = this.#first && now - this.#first.at < CHORD_MS ? this.#first.stroke : null
    this.#first = null
    const chord = first ? keymap.find(`${first} ${stroke}`, scope) : null
    const found = chord ?? keymap.find(stroke, scope)
    if (found === 'more') this.#first = { stroke, at: now }
    return found
  }
}
