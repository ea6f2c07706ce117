import { labelFor } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { skeleton } from '../../../kinds/skeleton'
import { placed } from '../skeleton/template'
import { Corners } from './box'
import { Draft } from './draft'

const templateFor = (editor: Editor) => labelFor(editor, skeleton.id)?.skeleton

/** The whole skeleton at once, fitted into a rectangle; its points are dragged into place afterwards. */
export const skeletonTool: Tool = {
  id: 'skeleton',
  title: 'image:tool.skeleton',
  icon: 'stretching-2',
  keys: ['U'],
  kind: skeleton.id,
  cursor: 'crosshair',
  crosshair: true,
  allowed: (editor) => {
    editor.label.value
    editor.schema.value
    return templateFor(editor) !== undefined || 'image:reason.no-template'
  },
  press: (editor, p) => {
    const template = templateFor(editor)
    if (!template) return null
    return new Corners(new Draft(editor, skeleton.id), p, (b) => placed(template, b))
  },
}
