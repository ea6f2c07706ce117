import { assetLevelKind } from './parts/asset_level'

/** A class of the whole asset. */
export const tag = assetLevelKind('tag', true)
