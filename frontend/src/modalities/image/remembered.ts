import { effect, type Signal, signal } from '@preact/signals-core'

const stored = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** How somebody likes to work, kept in this browser: a signal that begins as it was left. */
export function remembered<T>(
  name: string,
  first: T,
  fits: (value: unknown) => value is T,
): Signal<T> {
  const key = `groundwork.image.${name}`
  const kept = stored(key)
  const made = signal(fits(kept) ? kept : first)
  effect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(made.value))
    } catch {
      // It then begins as usual next time.
    }
  })
  return made
}

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'

export const isWithin =
  (least: number, most: number) =>
  (value: unknown): value is number =>
    typeof value === 'number' && value >= least && value <= most
