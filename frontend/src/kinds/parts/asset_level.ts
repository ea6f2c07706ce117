import type { Kind, Problem } from '../../core/kind'

/** Data of kinds that say something about the whole asset: there is nothing to draw. */
export type NoData = { readonly [key: string]: never }

const NO_PROBLEMS: readonly Problem[] = []

const isEmptyObject = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  Object.keys(data).length === 0

/** A kind without geometry. */
export function assetLevelKind(id: string, labelled: boolean): Kind<NoData> {
  return {
    id,
    spatial: false,
    labelled,
    contains: () => false,
    translate: (data) => data,
    handles: () => new Map(),
    moveHandle: (data) => data,
    bounds: () => null,
    area: () => 0,
    clamp: (data) => data,
    scale: (data) => data,
    validate: (data) => (isEmptyObject(data) ? NO_PROBLEMS : ['malformed']),
  }
}
