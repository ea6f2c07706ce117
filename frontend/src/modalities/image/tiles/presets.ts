import type { Window } from './window'

const KEY = 'groundwork.image.windows'
const MOST = 8

/** The windows that a person keeps at this browser, in values of the file: so they mean the same on every picture. */
export function presets(): readonly Window[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? (kept as Window[]).slice(-MOST) : []
  } catch {
    return []
  }
}

export function keepPresets(kept: readonly Window[]): void {
  localStorage.setItem(KEY, JSON.stringify(kept.slice(-MOST)))
}
