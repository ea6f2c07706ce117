import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { insideRing, segmentsCross } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { bitmapOf } from '../../../kinds/mask'
import { holesOf } from '../../../kinds/parts/pieces'
import { type Polygon, polygon } from '../../../kinds/polygon'
import { dataOf, fillHoles, selectedMasks } from '../masks/arrange'

const shapeOf = (record: Annotation): Polygon => record.data as Polygon

function selectedPolygons(editor: Editor): readonly Annotation[] {
  return editableSelection(editor).filter(({ kind }) => kind === polygon.id)
}

/** True when the outline lies wholly inside the area of the other polygon, clear of its holes. */
function liesInside(inner: Polygon, outer: Polygon): boolean {
  const contained = inner.points.every((p) => insideRing(p, outer.points))
  const rings = [outer.points, ...outer.holes]
  const crosses = inner.points.some((a, i) => {
    const b = inner.points[(i + 1) % inner.points.length] ?? a
    return rings.some((ring) =>
      ring.some((c, k) => segmentsCross(a, b, c, ring[(k + 1) % ring.length] ?? c)),
    )
  })
  const touchesHole = outer.holes.some(
    (hole) =>
      inner.points.some((p) => insideRing(p, hole)) ||
      hole.some((p) => insideRing(p, inner.points)),
  )
  return contained && !crosses && !touchesHole
}

/** The largest selected polygon, if all other selected polygons lie inside it. */
function outerAndInner(editor: Editor): readonly [Annotation, readonly Annotation[]] | null {
  const [outer, ...inner] = selectedPolygons(editor).toSorted(
    (a, b) => polygon.area(shapeOf(b)) - polygon.area(shapeOf(a)),
  )
  if (!outer || inner.length === 0) return null
  return inner.every((one) => liesInside(shapeOf(one), shapeOf(outer))) ? [outer, inner] : null
}

function cut(editor: Editor): void {
  const found = outerAndInner(editor)
  if (!found) return
  const [outer, inner] = found
  editor.edit('image:edit.cut-hole', (tx) => {
    const { points, holes } = shapeOf(outer)
    const cutOut = inner.map((one) => shapeOf(one).points)
    tx.update(outer.id, (r) => withData(r, { points, holes: [...holes, ...cutOut] }))
    for (const { id } of inner) tx.remove(id)
  })
  editor.select([outer.id])
}

const withHoles = (editor: Editor) =>
  selectedPolygons(editor).filter((record) => shapeOf(record).holes.length > 0)

const maskWithHoles = (editor: Editor) =>
  selectedMasks(editor).some((record) => holesOf(bitmapOf(dataOf(record))).length > 0)

function fill(editor: Editor): void {
  if (maskWithHoles(editor)) fillHoles(editor)
  if (withHoles(editor).length > 0) fillPolygons(editor)
}

function fillPolygons(editor: Editor): void {
  editor.edit('image:edit.fill-holes', (tx) => {
    for (const { id } of withHoles(editor)) {
      tx.update(id, (r) => withData(r, { points: shapeOf(r).points, holes: [] }))
    }
  })
}

/** Holes in polygons and masks. Those of polygons are drawn as polygons of their own, then cut out. */
export const holeCommands: readonly Command[] = [
  {
    id: 'hole.cut',
    title: 'image:command.hole.cut',
    group: 'edit',
    icon: 'layers-subtract',
    keys: ['Ctrl+J'],
    enabled: (e) =>
      hasEditable(e) === true
        ? outerAndInner(e) !== null || 'image:reason.select-polygons'
        : hasEditable(e),
    run: cut,
  },
  {
    id: 'hole.fill',
    title: 'image:command.hole.fill',
    group: 'edit',
    icon: 'layers-union',
    keys: ['Shift+J'],
    enabled: (e) =>
      hasEditable(e) === true
        ? withHoles(e).length > 0 || maskWithHoles(e) || 'image:reason.no-holes'
        : hasEditable(e),
    run: fill,
  },
]
