/** The numbers of an annotation's data that a person may type. Pure. */
export interface NumberPlace {
  /** Catalogue key `workbench:field.<name>`. */
  readonly name: string
  readonly value: number
  /** The same data with another number there. */
  set(value: number): unknown
}

const DEGREES = 180 / Math.PI

type Flat = Readonly<Record<string, unknown>>

function places(data: Flat): readonly NumberPlace[] {
  return Object.entries(data).flatMap(([name, value]): NumberPlace[] => {
    if (typeof value !== 'number') return []
    const factor = name === 'angle' ? DEGREES : 1
    return [{ name, value: value * factor, set: (next) => ({ ...data, [name]: next / factor }) }]
  })
}

export type Vertex = readonly [number, number]

/** Single numbers of the data, such as x, y, width, height; angles in degrees. */
export function numbersOf(data: unknown): readonly NumberPlace[] {
  return typeof data === 'object' && data !== null ? places(data as Flat) : []
}

/** Vertices of the data, if it has any. */
export function verticesOf(data: unknown): readonly Vertex[] {
  const points = (data as { points?: readonly Vertex[] } | null)?.points
  return Array.isArray(points) ? (points as readonly Vertex[]) : []
}

export function withVertex(data: unknown, index: number, vertex: Vertex): unknown {
  const points = verticesOf(data).map((one, i) => (i === index ? vertex : one))
  return { ...(data as object), points }
}
