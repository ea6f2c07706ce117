import type { Tool } from '../../../core/tool'
import { maskTools } from '../masks/tools'
import { polygonCutTool, polygonWireTool } from '../polygons/smart'
import { polygonPromptTool } from '../prompts/tools'
import { relationTool } from '../relations/tool'
import { windowTool } from '../tiles/windowing'
import { boxTool } from './box'
import { cuboid2dTool } from './cuboid2d'
import { ellipseTool } from './ellipse'
import { extremeBoxTool } from './extreme_box'
import { panTool } from './pan'
import { pointsTool, polygonTool, polylineTool } from './path'
import { rotatedBoxTool } from './rotated_box'
import { selectTool } from './select'
import { skeletonTool } from './skeleton'
import { tagTool } from './tag'

export {
  boxTool,
  cuboid2dTool,
  ellipseTool,
  extremeBoxTool,
  panTool,
  pointsTool,
  polygonTool,
  polylineTool,
  relationTool,
  rotatedBoxTool,
  selectTool,
  skeletonTool,
  tagTool,
}

/** In the order of the tool bar; the first one is where Escape leads back to. */
export const imageTools: readonly Tool[] = [
  selectTool,
  panTool,
  windowTool,
  boxTool,
  extremeBoxTool,
  rotatedBoxTool,
  ellipseTool,
  polygonTool,
  polygonWireTool,
  polygonCutTool,
  polygonPromptTool,
  ...maskTools,
  polylineTool,
  pointsTool,
  skeletonTool,
  cuboid2dTool,
  relationTool,
  tagTool,
]
