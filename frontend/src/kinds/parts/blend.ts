/** Interpolation of paths of two or three axes, as the server does it. */

type Vertex = readonly number[]

export const blend = (a: number, b: number, t: number): number =>
  t <= 0 ? a : t >= 1 ? b : a + (b - a) * t

const apart = (p: Vertex, q: Vertex): number =>
  Math.hypot(...p.map((value, axis) => value - (q[axis] ?? 0)))

const ended = (path: readonly Vertex[], closed: boolean): readonly Vertex[] => {
  const [first] = path
  return closed && first ? [...path, first] : path
}

export function lengthOf(path: readonly Vertex[], closed: boolean): number {
  const line = ended(path, closed)
  return line.reduce((sum, p, i) => sum + (i === 0 ? 0 : apart(line[i - 1] ?? p, p)), 0)
}

/** The point of a path at a distance along it; `steps` are the distances of its vertices. */
function pointAt(line: readonly Vertex[], steps: readonly number[], along: number): Vertex {
  const next = steps.findIndex((step) => step >= along)
  const i = next < 0 ? line.length - 1 : Math.max(1, next)
  const from = line[i - 1] ?? []
  const to = line[i] ?? from
  const start = steps[i - 1] ?? 0
  const span = (steps[i] ?? start) - start
  const t = span > 0 ? Math.min(1, (along - start) / span) : 1
  return from.map((value, axis) => value + ((to[axis] ?? value) - value) * t)
}

/** `count` points at equal distance along the path, from its first point. */
export function resampled(
  path: readonly Vertex[],
  count: number,
  closed: boolean,
): readonly Vertex[] {
  const line = ended(path, closed)
  const steps: number[] = []
  for (const [i, p] of line.entries()) {
    steps.push(i === 0 ? 0 : (steps[i - 1] ?? 0) + apart(line[i - 1] ?? p, p))
  }
  const total = steps.at(-1) ?? 0
  const parts = closed ? count : count - 1
  return Array.from({ length: count }, (_, i) => pointAt(line, steps, (total * i) / parts))
}

/** Vertex by vertex when both have as many, otherwise after resampling to the larger number. */
export function blendPaths<P extends Vertex>(
  a: readonly P[],
  b: readonly P[],
  t: number,
  closed: boolean,
): readonly P[] {
  if (t <= 0 || t >= 1) return t <= 0 ? a : b
  const count = Math.max(a.length, b.length)
  const [from, to] =
    a.length === b.length ? [a, b] : [resampled(a, count, closed), resampled(b, count, closed)]
  // As many axes as before: the kind that asks knows how many.
  return from.map((p, i) => p.map((v, axis) => blend(v, to[i]?.[axis] ?? v, t))) as unknown as P[]
}
