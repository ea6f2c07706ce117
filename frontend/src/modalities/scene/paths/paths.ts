/** Lines and areas of the world as they lie in the scene: lanes, curbs, crossings. */
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { type Cuboid, cuboidOf, type Point3 } from '../../../kinds'
import type { Path3d } from '../../../kinds/parts/paths3d'
import { between, minus } from '../../../kinds/parts/space'
import { liveRecords, sceneOf } from '../state'

export interface ShownPath {
  readonly record: Annotation
  /** Scene frame. */
  readonly points: readonly Point3[]
  readonly closed: boolean
  /** Whether a point can be seen. */
  isSeen(point: number): boolean
}

export const isPath = ({ kind }: Annotation): boolean =>
  kind === 'polyline3d' || kind === 'polygon3d'

export const pathOf = (record: Annotation): Path3d => record.data as Path3d

/** Fewest points of a line and of an area. */
export const leastOf = ({ kind }: Annotation): number => (kind === 'polygon3d' ? 3 : 2)

/** The first and the last point of each piece: an area goes back to where it began. */
export function edgesOf({ points, closed }: Pick<ShownPath, 'points' | 'closed'>) {
  const ends = closed ? points.length : points.length - 1
  return Array.from({ length: Math.max(0, ends) }, (_, i) => {
    const to = (i + 1) % points.length
    return { from: i, to, a: points[i] as Point3, b: points[to] as Point3 }
  })
}

/** A line or an area as it lies in the scene. */
export function pathInScene(editor: Editor, record: Annotation): ShownPath {
  const { points, visible } = pathOf(record)
  const { origin } = sceneOf(editor)
  return {
    record,
    points: points.map((p) => minus(p, origin)),
    closed: record.kind === 'polygon3d',
    isSeen: (point) => visible?.[point] ?? true,
  }
}

/** Every visible line and area, what the hand is doing included. Reads signals. */
export function shownPaths(editor: Editor): readonly ShownPath[] {
  return [...liveRecords(editor).values()]
    .filter((record) => isPath(record) && editor.view.isVisible(record))
    .map((record) => pathInScene(editor, record))
}

/** The one selected line or area. Reads signals. */
export function selectedPath(editor: Editor): ShownPath | null {
  const [only] = editor.selection.value
  if (editor.selection.value.size !== 1 || !only) return null
  return shownPaths(editor).find(({ record }) => record.id === only) ?? null
}

/** The record with other points (scene frame); what is said of each is kept only where there are as many. */
export function withPoints(
  editor: Editor,
  record: Annotation,
  points: readonly Point3[],
): Annotation {
  const scene = sceneOf(editor)
  const { visible } = pathOf(record)
  const kept = visible?.length === points.length ? { visible } : {}
  return withData(record, { points: points.map((p) => scene.place(p)), ...kept } satisfies Path3d)
}

/** With a point between two others, as visible as both. */
export function withInserted(
  editor: Editor,
  record: Annotation,
  at: number,
  point: Point3,
): Annotation {
  const { points, visible } = pathOf(record)
  const next = [...points.slice(0, at), sceneOf(editor).place(point), ...points.slice(at)]
  if (!visible) return withData(record, { points: next })
  const isSeen = (visible[at - 1] ?? true) && (visible[at % visible.length] ?? true)
  return withData(record, {
    points: next,
    visible: [...visible.slice(0, at), isSeen, ...visible.slice(at)],
  })
}

/** Without a point; null when too few would be left. */
export function withoutPoint(record: Annotation, at: number): Annotation | null {
  const { points, visible } = pathOf(record)
  if (points.length <= leastOf(record)) return null
  const others = <T>(all: readonly T[]) => all.filter((_, i) => i !== at)
  return withData(record, { points: others(points), ...(visible && { visible: others(visible) }) })
}

/** With a point seen or out of sight; nothing is said where all are seen. */
export function withSight(record: Annotation, at: number, isSeen: boolean): Annotation {
  const { points, visible } = pathOf(record)
  const next = points.map((_, i) => (i === at ? isSeen : (visible?.[i] ?? true)))
  return withData(record, next.every(Boolean) ? { points } : { points, visible: next })
}

/** Metres along it. */
export const lengthOfPath = (path: Pick<ShownPath, 'points' | 'closed'>): number =>
  edgesOf(path).reduce((sum, { a, b }) => sum + Math.hypot(...minus(b, a)), 0)

/** An upright box around it, for views that look at boxes. */
export function boxAround({ points }: Pick<ShownPath, 'points'>): Cuboid {
  const axis = (k: 0 | 1 | 2) => points.map((p) => p[k])
  const low: Point3 = [Math.min(...axis(0)), Math.min(...axis(1)), Math.min(...axis(2))]
  const high: Point3 = [Math.max(...axis(0)), Math.max(...axis(1)), Math.max(...axis(2))]
  const size = minus(high, low).map((value) => Math.max(1, value)) as unknown as Point3
  return cuboidOf(between(low, high, 0.5), size, { qw: 1, qx: 0, qy: 0, qz: 0 })
}
