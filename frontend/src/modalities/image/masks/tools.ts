import type { Tool } from '../../../core/tool'
import { brushTool, eraserTool } from './brush'
import { addPolygonTool, cutPolygonTool, lassoTool } from './outline'
import { bucketTool, wandTool } from './region'
import { sliceTool } from './slice'

/** In the order of the bar over the stage. */
export const maskTools: readonly Tool[] = [
  brushTool,
  eraserTool,
  addPolygonTool,
  cutPolygonTool,
  lassoTool,
  wandTool,
  bucketTool,
  sliceTool,
]
