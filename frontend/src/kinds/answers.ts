import { assetLevelKind } from './parts/asset_level'

/** Answers to the questions of the task, in the attributes; at most one per document. */
export const answers = assetLevelKind('answers', false)
