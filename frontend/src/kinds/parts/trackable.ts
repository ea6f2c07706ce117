import type { AnyKind } from '../../core/kind'

// The kinds find a track's kind here, and a track is a kind: looked up when asked, when all of them are loaded.
const modules = import.meta.glob<{ [name: string]: unknown }>(
  ['../*.ts', '!../index.ts', '!../*.test.ts'],
  { eager: true },
)

const isKind = (value: unknown): value is AnyKind =>
  typeof value === 'object' && value !== null && 'id' in value && 'validate' in value

let table: ReadonlyMap<string, AnyKind> | null = null

/** The kind of this slug when a track can be made of it. */
export function trackableKind(slug: unknown): AnyKind | undefined {
  table ??= new Map(
    Object.values(modules)
      .flatMap((module) => Object.values(module))
      .filter(isKind)
      .filter(({ trackable }) => trackable)
      .map((kind) => [kind.id, kind]),
  )
  return typeof slug === 'string' ? table.get(slug) : undefined
}
