import type { Tool } from '../../../core/tool'
import { maskTools } from '../masks/tools'
import { boxTool } from './box'
import { panTool } from './pan'
import { pointsTool, polygonTool, polylineTool } from './path'
import { rotatedBoxTool } from './rotated_box'
import { selectTool } from './select'
import { skeletonTool } from './skeleton'
import { tagTool } from './tag'

export {
  boxTool,
  panTool,
  pointsTool,
  polygonTool,
  polylineTool,
  rotatedBoxTool,
  selectTool,
  skeletonTool,
  tagTool,
}

/** In the order of the tool bar; the first one is where Escape leads back to. */
export const imageTools: readonly Tool[] = [
  selectTool,
  panTool,
  boxTool,
  rotatedBoxTool,
  polygonTool,
  ...maskTools,
  polylineTool,
  pointsTool,
  skeletonTool,
  tagTool,
]
