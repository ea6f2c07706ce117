import type { Tool } from '../../../core/tool'
import { ellipse } from '../../../kinds/ellipse'
import { ellipseIn } from '../shapes/ellipses'
import { Corners } from './box'
import { Draft } from './draft'

/** From corner to corner of what it touches; with Shift a circle. */
export const ellipseTool: Tool = {
  id: ellipse.id,
  title: 'image:tool.ellipse',
  icon: 'oval',
  keys: ['Alt+A'],
  kind: ellipse.id,
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new Corners(new Draft(editor, ellipse.id), p, ellipseIn),
}
