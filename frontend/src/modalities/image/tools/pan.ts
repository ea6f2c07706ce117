import type { Tool } from '../../../core/tool'

/** Every drag moves the view. */
export const panTool: Tool = {
  id: 'pan',
  title: 'image:tool.pan',
  icon: 'hand-stop',
  keys: ['M'],
  cursor: 'grab',
  press: () => null,
}
