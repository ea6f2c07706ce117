/** What is selected pushed, lifted and turned by keys, the way that the view under the pointer looks. */
import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection } from '../../../core/selection'
import { type Cuboid, moved, type Point3, spun, yawed } from '../../../kinds'
import { plus } from '../../../kinds/parts/space'
import { boxAt, editBoxes, tilts, trackOf, withBox } from '../objects'
import { isPath, pathOf } from '../paths/paths'
import { sceneOf } from '../state'
import { isBoxView } from '../tools/grips'
import { scaled } from '../view/matrix'
import { boxesHere, command, hasBox, hasTrack } from './of'

/** Metres that one press pushes, and with Shift. */
const [STEP, FAR] = [0.05, 0.5]
/** Degrees that one press turns, and with Shift. */
const [TURN, WIDE] = [1, 5]
/** Pixels by which the view moves where nothing is selected. */
const PAN = 60

/** Steps of one kind that follow each other are one step of the history. */
const together = (editor: Editor, how: string): string =>
  `${how}:${sceneOf(editor).frame.peek()}:${[...editor.selection.peek()].join()}`

/** Push boxes and lines by metres of the world. */
function push(editor: Editor, by: Point3): void {
  const frame = sceneOf(editor).frame.peek()
  editor.edit(
    'editor:edit.move',
    (tx) => {
      for (const record of editableSelection(editor)) {
        const box = boxAt(record, frame)
        if (box) tx.update(record.id, (one) => withBox(editor, one, frame, moved(box, by)))
        else if (isPath(record)) tx.update(record.id, (one) => pushedPath(one, by))
      }
    },
    together(editor, 'push'),
  )
}

function pushedPath(record: Annotation, by: Point3): Annotation {
  const path = pathOf(record)
  return withData(record, { ...path, points: path.points.map((p) => plus(p, by)) })
}

/** To the right and up as the view under the pointer shows it; the view itself where nothing is selected. */
function pushSeen(editor: Editor, [right, up]: Point2): void {
  const view = sceneOf(editor).pointed.peek()
  if (editableSelection(editor).length === 0 || !view) {
    editor.view.camera.peek()?.panBy(-Math.sign(right) * PAN, Math.sign(up) * PAN)
    return
  }
  const { ways } = view
  push(editor, plus(scaled(ways.right, right), scaled(ways.up, up)))
}

/** Turn boxes to the left by degrees, about the axis along which the view under the pointer looks. */
function turn(editor: Editor, degrees: number): void {
  const by = (degrees * Math.PI) / 180
  const view = sceneOf(editor).pointed.peek()
  const isTilt = tilts(editor) && view !== null && isBoxView(view) && view.id !== 'top'
  const turned = (box: Cuboid): Cuboid => {
    // Seen from its right and from behind its own axes point away from the viewer.
    if (isTilt) return spun(box, view.id === 'side' ? 1 : 0, -by)
    return yawed(box, by)
  }
  editBoxes(
    editor,
    'editor:edit.rotate',
    boxesHere(editor),
    turned,
    together(editor, `turn ${isTilt ? view.id : ''}`),
  )
}

/** Boxes as they are in this frame put into a neighbouring one, which is gone to. */
function copyTo(editor: Editor, step: 1 | -1): void {
  const scene = sceneOf(editor)
  const frame = scene.frame.peek()
  const to = frame + step
  if (to < 0 || to >= scene.frames.peek()) return
  editor.edit('scene:edit.copy', (tx) => {
    for (const record of boxesHere(editor)) {
      const box = boxAt(record, frame)
      if (box && trackOf(record)) tx.update(record.id, (one) => withBox(editor, one, to, box))
    }
  })
  scene.playhead.peek().seek(to)
}

const WAYS: readonly (readonly [string, string, Point2])[] = [
  ['left', 'Left', [-1, 0]],
  ['right', 'Right', [1, 0]],
  ['up', 'Up', [0, 1]],
  ['down', 'Down', [0, -1]],
]

const pushes = (prefix: string, id: string, length: number): readonly Command[] =>
  WAYS.map(([way, name, [right, up]]) =>
    command(`${id}-${way}`, 'edit', (e) => pushSeen(e, [right * length, up * length]), {
      icon: `arrow-${way}`,
      keys: [`${prefix}Arrow${name}`],
    }),
  )

const onBox = (id: string, icon: string, key: string, run: (editor: Editor) => void): Command =>
  command(id, 'edit', run, { icon, keys: [key], enabled: hasBox })

export const moveCommands: readonly Command[] = [
  ...pushes('', 'push', STEP),
  ...pushes('Shift+', 'push-far', FAR),
  onBox('raise', 'arrow-bar-up', 'Ctrl+ArrowUp', (e) => push(e, [0, 0, STEP])),
  onBox('lower', 'arrow-bar-down', 'Ctrl+ArrowDown', (e) => push(e, [0, 0, -STEP])),
  onBox('turn-left', 'rotate', 'Ctrl+ArrowLeft', (e) => turn(e, TURN)),
  onBox('turn-right', 'rotate-clockwise', 'Ctrl+ArrowRight', (e) => turn(e, -TURN)),
  onBox('turn-far-left', 'rotate', 'Ctrl+Shift+ArrowLeft', (e) => turn(e, WIDE)),
  onBox('turn-far-right', 'rotate-clockwise', 'Ctrl+Shift+ArrowRight', (e) => turn(e, -WIDE)),
  ...([1, -1] as const).map((step) =>
    command(step > 0 ? 'copy-next' : 'copy-previous', 'edit', (e) => copyTo(e, step), {
      icon: 'copy',
      keys: [step > 0 ? 'Alt+ArrowRight' : 'Alt+ArrowLeft'],
      enabled: hasTrack,
    }),
  ),
]
