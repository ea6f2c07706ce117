import type { Editor } from './editor'

/** What an editor of a part has in common with that of the whole: what is done, in the hand and looked at is one. */
export const sharedOf = ({
  history,
  view,
  schema,
  canWrite,
  selection,
  drawn,
  hover,
  handle,
  draft,
  lasso,
  tool,
  label,
  kind,
  gesture,
}: Editor) => ({
  history,
  view,
  schema,
  canWrite,
  selection,
  drawn,
  hover,
  handle,
  draft,
  lasso,
  tool,
  label,
  kind,
  gesture,
})
