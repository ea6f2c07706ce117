/** Pairs of corners that the edges of a box join, in the order of `cornersOfCuboid`. */
export const EDGES: readonly (readonly [number, number])[] = [0, 1, 2, 3].flatMap((i) => [
  [i, (i + 1) % 4],
  [i + 4, ((i + 1) % 4) + 4],
  [i, i + 4],
])
