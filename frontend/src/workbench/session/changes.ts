/** What became of the work since it was last decided on. Pure. */
import { type Annotation, sameJson } from '../../core/patch'
import type { Part, Since } from '../types'

export const WHATS = ['added', 'changed', 'removed'] as const

export interface ObjectChange {
  readonly id: string
  readonly what: (typeof WHATS)[number]
  readonly before: Annotation | null
  readonly after: Annotation | null
  /** Of a changed one: what is different. */
  readonly parts: readonly Part[]
}

function partsOf(before: Annotation, after: Annotation): ObjectChange['parts'] {
  const parts = [
    before.label === after.label ? [] : (['label'] as const),
    sameJson([before.kind, before.data], [after.kind, after.data]) ? [] : (['shape'] as const),
    sameJson(before.attributes, after.attributes) ? [] : (['attributes'] as const),
  ].flat()
  return parts.length > 0 ? parts : ['other']
}

/** Added ones first, then changed, then removed; what is again as it was is left out. */
export function objectChanges(
  { changes }: Since,
  records: ReadonlyMap<string, Annotation>,
): readonly ObjectChange[] {
  const found = changes.flatMap(({ id, before }): ObjectChange[] => {
    const after = records.get(id) ?? null
    if (!before) return after ? [{ id, what: 'added', before, after, parts: [] }] : []
    if (!after) return [{ id, what: 'removed', before, after, parts: [] }]
    if (sameJson(before, after)) return []
    return [{ id, what: 'changed', before, after, parts: partsOf(before, after) }]
  })
  return WHATS.flatMap((what) => found.filter((one) => one.what === what))
}
