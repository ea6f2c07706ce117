import { assetLevelKind } from './parts/asset_level'

/** The explicit statement that there is nothing to label; at most one per document. */
export const empty = assetLevelKind('empty', false)
