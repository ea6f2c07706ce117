import { toggleTag } from '../../../core/commands'
import { labelFor } from '../../../core/create'
import type { Tool } from '../../../core/tool'
import { selectTool } from './select'

/** Puts the active label on the whole image (or takes it off) the moment it is chosen. */
export const tagTool: Tool = {
  id: 'tag',
  title: 'image:tool.tag',
  icon: 'tag',
  keys: ['T'],
  kind: 'tag',
  press: () => null,
  chosen: (editor) => {
    const label = labelFor(editor, 'tag')
    if (label) toggleTag(editor, label)
    editor.tool.value = selectTool
  },
}
