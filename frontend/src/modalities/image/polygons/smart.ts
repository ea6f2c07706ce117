import { labelFor } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { maskOf } from '../../../kinds/mask'
import { simplified } from '../../../kinds/parts/outlines'
import { type Polygon, polygon } from '../../../kinds/polygon'
import { polygonsOfMask } from '../masks/convert'
import { Around, cutOut, type Order } from '../masks/cut'
import { smartOf } from '../masks/smart/smart'
import { Wire } from '../masks/wire'
import { Draft } from '../tools/draft'
import { merged } from './areas'

/** An outline may leave the pixels that it was found by as far as nobody sees: a part of the pointer's tolerance. */
const EXACT = 0.25

const exactness = ({ tolerance }: Pointer): number => Math.max(1, EXACT * tolerance)

/** The largest of the areas as what a hand has drawn. */
function keep(editor: Editor, areas: readonly Polygon[]): void {
  const [largest] = areas.toSorted((a, b) => polygon.area(b) - polygon.area(a))
  if (largest) new Draft(editor, polygon.id).keep(largest)
}

/** The way back to the beginning may lie upon itself. */
const keepOutline = (editor: Editor, path: readonly Point2[], within: number): void =>
  keep(editor, merged({ points: simplified(path, within), holes: [] }))

async function keepObject(editor: Editor, order: Order, within: number): Promise<void> {
  const found = await cutOut(editor, order)
  const mask = found && maskOf(found)
  const rings = mask ? polygonsOfMask(mask).map(({ points }) => simplified(points, within)) : []
  keep(
    editor,
    rings.flatMap((points) => merged({ points, holes: [] })),
  )
}

const smartTool = (tool: Pick<Tool, 'id' | 'icon' | 'keys' | 'press'>): Tool => ({
  title: `image:tool.${tool.id}`,
  kind: polygon.id,
  cursor: 'crosshair',
  within: polygon.id,
  chosen: (editor) => smartOf(editor).warm(),
  ...tool,
  press: (editor, p) => (labelFor(editor, polygon.id) ? tool.press(editor, p) : null),
})

/** A polygon whose line follows the edge of what is there, from click to click. */
export const polygonWireTool = smartTool({
  id: 'polygon_wire',
  icon: 'scissors',
  keys: ['Alt+Shift+8'],
  press: (editor, p) => new Wire(editor, p, (path) => keepOutline(editor, path, exactness(p))),
})

/** A polygon around what is in a box. */
export const polygonCutTool = smartTool({
  id: 'polygon_cut',
  icon: 'marquee-2',
  keys: ['Alt+Shift+0'],
  press: (editor, p) => new Around(editor, p, (order) => keepObject(editor, order, exactness(p))),
})
