/** Changes to the template of a skeleton that is being drawn. Pure: every function gives a new value. */
import type { Pair, SkeletonPoint, SkeletonTemplate } from '../../../core/schema'
import { keyFrom, renamed } from '../draft'

export const EMPTY: SkeletonTemplate = { points: [], edges: [], mirror: [] }

export type PairField = 'edges' | 'mirror'

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000

/** A new point; joined to `from`, so that a chain is drawn by clicking along it. */
export function withPoint(
  template: SkeletonTemplate,
  at: { readonly x: number; readonly y: number },
  name: string,
  from: string | null,
): { readonly template: SkeletonTemplate; readonly key: string } {
  const key = keyFrom(
    name,
    template.points.map((point) => point.key),
  )
  const point = { key, name: { en: name, zh: name }, x: share(at.x), y: share(at.y) }
  const edges = from === null ? template.edges : [...template.edges, [from, key] as const]
  return { template: { ...template, points: [...template.points, point], edges }, key }
}

/** The point changed; when its key changes, lines and pairs follow. */
export function changed(
  template: SkeletonTemplate,
  key: string,
  change: Partial<SkeletonPoint>,
): SkeletonTemplate {
  const points = template.points.map((point) =>
    point.key === key ? { ...point, ...change } : point,
  )
  const next = change.key ?? key
  const follow = (pairs: readonly Pair[]): readonly Pair[] =>
    pairs.map(([a, b]) => [a === key ? next : a, b === key ? next : b])
  return { points, edges: follow(template.edges), mirror: follow(template.mirror) }
}

export const movedTo = (template: SkeletonTemplate, key: string, x: number, y: number) =>
  changed(template, key, { x: share(x), y: share(y) })

/** A new name; the key of a point that no version knows yet follows it. */
export function named(
  template: SkeletonTemplate,
  point: SkeletonPoint,
  language: 'en' | 'zh',
  value: string,
  isPublished: boolean,
): SkeletonTemplate {
  const others = template.points.flatMap(({ key }) => (key === point.key ? [] : [key]))
  const follows = !isPublished && point.key === keyFrom(point.name.en, others)
  const name = renamed(point.name, language, value)
  const key = follows && language === 'en' && value.trim() ? keyFrom(value, others) : point.key
  return changed(template, point.key, { name, key })
}

/** With that spread, or with the usual one. */
export function spread(
  template: SkeletonTemplate,
  key: string,
  sigma: number | null,
): SkeletonTemplate {
  const points = template.points.map((point) => {
    if (point.key !== key) return point
    const { sigma: _, ...rest } = point
    return sigma === null ? rest : { ...rest, sigma }
  })
  return { ...template, points }
}

export function withoutPoint(template: SkeletonTemplate, key: string): SkeletonTemplate {
  const free = (pairs: readonly Pair[]) => pairs.filter((pair) => !pair.includes(key))
  return {
    points: template.points.filter((point) => point.key !== key),
    edges: free(template.edges),
    mirror: free(template.mirror),
  }
}

const joins = ([a, b]: Pair, one: string, other: string) =>
  (a === one && b === other) || (a === other && b === one)

/** Join two points or part them. A point has one mirror image: another pair of either is given up. */
export function toggledPair(
  template: SkeletonTemplate,
  field: PairField,
  one: string,
  other: string,
): SkeletonTemplate {
  const there = template[field].some((pair) => joins(pair, one, other))
  const kept = template[field].filter((pair) =>
    field === 'mirror' ? !pair.includes(one) && !pair.includes(other) : !joins(pair, one, other),
  )
  return { ...template, [field]: there ? kept : [...kept, [one, other]] }
}

export function partnerOf({ mirror }: SkeletonTemplate, key: string): string | null {
  const pair = mirror.find((one) => one.includes(key))
  return pair ? (pair[0] === key ? pair[1] : pair[0]) : null
}
