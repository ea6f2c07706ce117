/** What others answered, or what was there before: dashed, light on dark, so that it is told from what is there. */
import type { Editor } from '../../../core/editor'
import { boxAt } from '../objects'
import { edgesOf, isPath, pathInScene } from '../paths/paths'
import { pictureBoxOf } from '../picture_boxes'
import { sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import type { View } from '../view/views'
import type { SceneColors } from './colors'
import { segment, traceBox } from './wires'

type Context = CanvasRenderingContext2D

const DASHES = [7, 5]

function twice(context: Context, colors: SceneColors, trace: () => void): void {
  trace()
  context.strokeStyle = colors.shade
  context.lineWidth = 3.5
  context.stroke()
  context.strokeStyle = colors.handle
  context.lineWidth = 1.75
  context.setLineDash(DASHES)
  context.stroke()
  context.setLineDash([])
}

/** Those that are in the frame on the screen, in one of the views. */
export function paintGhosts(
  context: Context,
  view: View,
  editor: Editor,
  colors: SceneColors,
): void {
  const scene = sceneOf(editor)
  const frame = scene.frame.peek()
  for (const record of editor.view.ghosts.peek()) {
    const box = boxAt(record, frame)
    if (box) twice(context, colors, () => traceBox(context, view, scene.toScene(box)))
    if (isPath(record)) {
      twice(context, colors, () => {
        context.beginPath()
        for (const { a, b } of edgesOf(pathInScene(editor, record))) {
          const line = segment(view, a, b)
          if (!line) continue
          context.moveTo(...line[0])
          context.lineTo(...line[1])
        }
      })
    }
    const drawn = pictureBoxOf(record)
    const isHere = drawn?.frame === frame && view instanceof PictureView
    if (drawn && isHere && drawn.camera === view.camera?.name) {
      const [x, y] = view.place([drawn.x, drawn.y])
      twice(context, colors, () => {
        context.beginPath()
        context.rect(x, y, drawn.width * view.scale, drawn.height * view.scale)
      })
    }
  }
}
