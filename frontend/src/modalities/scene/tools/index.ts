import type { Tool } from '../../../core/tool'
import { cuboidTool } from './cuboid'
import { fitTool } from './fit'
import { pathTools } from './path'
import { pictureBoxTool } from './picture_box'
import { pointTools } from './points'
import { selectTool } from './select'

export { cuboidTool, fitTool, selectTool }

/** In the order of the tool bar; the first one is where Escape leads back to. */
export const sceneTools: readonly Tool[] = [
  selectTool,
  fitTool,
  cuboidTool,
  pictureBoxTool,
  ...pathTools,
  ...pointTools,
]
