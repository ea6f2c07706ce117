/** Lines and areas over the points, with the grips of the selected one. */
import type { Editor } from '../../../core/editor'
import { between } from '../../../kinds/parts/space'
import { edgesOf, lengthOfPath, type ShownPath, selectedPath, shownPaths } from '../paths/paths'
import type { View } from '../view/views'
import { colorOf, lit, type SceneColors } from './colors'
import { segment } from './wires'

type Context = CanvasRenderingContext2D

function trace(context: Context, view: View, path: ShownPath, isSeen: boolean): void {
  context.beginPath()
  for (const { from, to, a, b } of edgesOf(path)) {
    if ((path.isSeen(from) && path.isSeen(to)) !== isSeen) continue
    const line = segment(view, a, b)
    if (!line) continue
    context.moveTo(...line[0])
    context.lineTo(...line[1])
  }
}

function paintPath(
  context: Context,
  view: View,
  editor: Editor,
  path: ShownPath,
  colors: SceneColors,
): void {
  const { id } = path.record
  const isMarked = editor.selection.peek().has(id) || editor.hover.peek() === id
  // A line of a label's colour is lost among points of nearly that colour.
  context.strokeStyle = colors.shade
  context.lineWidth = isMarked ? 6 : 5
  trace(context, view, path, true)
  context.stroke()
  context.strokeStyle = lit(colorOf(editor.schema.peek(), path.record))
  context.lineWidth = isMarked ? 3 : 2
  const isOffered = editor.offered.peek().has(id)
  context.setLineDash(isOffered ? [3, 3] : [])
  trace(context, view, path, true)
  context.stroke()
  // What is out of sight is dotted and faint.
  context.globalAlpha = 0.6
  context.setLineDash([1, 5])
  trace(context, view, path, false)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
}

function paintGrips(context: Context, view: View, path: ShownPath, colors: SceneColors): void {
  context.fillStyle = colors.handle
  context.strokeStyle = colors.shade
  context.lineWidth = 1
  path.points.forEach((point, i) => {
    const at = view.toStage(point)
    if (!at) return
    context.beginPath()
    context.rect(at[0] - 3.5, at[1] - 3.5, 7, 7)
    context.globalAlpha = path.isSeen(i) ? 1 : 0.45
    context.fill()
    context.stroke()
  })
  context.globalAlpha = 0.55
  for (const { a, b } of edgesOf(path)) {
    const at = view.toStage(between(a, b, 0.5))
    if (!at) continue
    context.beginPath()
    context.arc(at[0], at[1], 3, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
}

export function paintPaths(
  context: Context,
  view: View,
  editor: Editor,
  colors: SceneColors,
): void {
  for (const path of shownPaths(editor)) {
    if (lengthOfPath(path) > 0) paintPath(context, view, editor, path, colors)
  }
  const selected = selectedPath(editor)
  if (selected && editor.editable(selected.record.id) === true) {
    paintGrips(context, view, selected, colors)
  }
}
