import { labelFor } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
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

/** How far an outline may leave the pixels that it was found by: what no hand would draw more exactly. */
const TOLERANCE = 1

/** The largest of the areas as what a hand has drawn. */
function keep(editor: Editor, areas: readonly Polygon[]): void {
  const [largest] = areas.toSorted((a, b) => polygon.area(b) - polygon.area(a))
  if (largest) new Draft(editor, polygon.id).keep(largest)
}

/** The way back to the beginning may lie upon itself. */
const keepOutline = (editor: Editor, path: readonly Point2[]): void =>
  keep(editor, merged({ points: simplified(path, TOLERANCE), holes: [] }))

async function keepObject(editor: Editor, order: Order): Promise<void> {
  const found = await cutOut(editor, order)
  const mask = found && maskOf(found)
  if (!mask) return
  keep(
    editor,
    polygonsOfMask(mask).map(({ points }) => ({ points, holes: [] })),
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
  keys: ['Alt+C'],
  press: (editor, p) => new Wire(editor, p, (path) => keepOutline(editor, path)),
})

/** A polygon around what is in a box. */
export const polygonCutTool = smartTool({
  id: 'polygon_cut',
  icon: 'marquee-2',
  keys: ['Alt+0'],
  press: (editor, p) => new Around(editor, p, (order) => keepObject(editor, order)),
})
