import type { Tool } from '../../../core/tool'
import { maskPromptTool } from '../prompts/tools'
import { sliceTool } from '../slicing/tool'
import { brushTool, eraserTool } from './brush'
import { cellsTool } from './cells'
import { cutTool } from './cut'
import { addPolygonTool, cutPolygonTool, lassoTool } from './outline'
import { bucketTool, wandTool } from './region'
import { wireTool } from './wire'

/** In the order of the bar over the stage. */
export const maskTools: readonly Tool[] = [
  brushTool,
  eraserTool,
  addPolygonTool,
  cutPolygonTool,
  lassoTool,
  wandTool,
  bucketTool,
  wireTool,
  cellsTool,
  cutTool,
  maskPromptTool,
  sliceTool,
]
