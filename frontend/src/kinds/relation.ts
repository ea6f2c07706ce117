import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'

/** An arrow from one annotation to another; its label says what it means. */
export interface Relation {
  readonly from: string
  readonly to: string
}

const IDENTITY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function problems(data: unknown): readonly Problem[] {
  if (typeof data !== 'object' || data === null || !('from' in data && 'to' in data)) {
    return ['malformed']
  }
  const ends = [data.from, data.to]
  const sound = ends.every((id) => typeof id === 'string' && IDENTITY.test(id))
  return sound && data.from !== data.to && Object.keys(data).length === 2 ? [] : ['malformed']
}

export const relation = defineKind<Relation>({
  id: 'relation',
  spatial: false,
  labelled: true,
  contains: () => false,
  translate: (data) => data,
  handles: () => new Map(),
  moveHandle: (data) => data,
  bounds: () => null,
  area: () => 0,
  clamp: (data) => data,
  scale: (data) => data,
  validate: problems,
  similarity: (a, b) => (a.from === b.from && a.to === b.to ? 1 : 0),
  names: ({ from, to }) => [from, to],
  renamed: (data, nameOf) => {
    const [from, to] = [nameOf(data.from), nameOf(data.to)]
    return from === to ? null : { from, to }
  },
})
