import type { AnyRoute } from '@tanstack/react-router'
import type { Area, NavEntry, PaletteEntry, ProjectTab } from './area'

const found = import.meta.glob<Area>('../screens/*/routes.tsx', { eager: true })

export const areas: readonly Area[] = Object.values(found)

function inOrder<T extends { readonly order: number }>(entries: readonly T[]): readonly T[] {
  return [...entries].sort((a, b) => a.order - b.order)
}

export const navEntries: readonly NavEntry[] = inOrder(areas.flatMap((area) => area.nav ?? []))
export const projectTabs: readonly ProjectTab[] = inOrder(
  areas.flatMap((area) => area.projectTabs ?? []),
)
export const paletteEntries: readonly PaletteEntry[] = areas.flatMap((area) => area.palette ?? [])

/** Routes by the parent they name themselves. */
export function routesByParent(routes: readonly AnyRoute[]): Map<AnyRoute, AnyRoute[]> {
  const groups = new Map<AnyRoute, AnyRoute[]>()
  for (const route of routes) {
    const parent = route.options.getParentRoute() as AnyRoute
    groups.set(parent, [...(groups.get(parent) ?? []), route])
  }
  return groups
}
