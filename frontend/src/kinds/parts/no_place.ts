/** What a kind without a place in the image plane answers to questions about that plane. */
export const NO_PLACE = {
  spatial: false,
  contains: () => false,
  translate: <Data>(data: Data) => data,
  handles: () => new Map(),
  moveHandle: <Data>(data: Data) => data,
  bounds: () => null,
  area: () => 0,
  clamp: <Data>(data: Data) => data,
  scale: <Data>(data: Data) => data,
} as const
