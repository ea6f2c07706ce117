import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { type Cuboid, cuboidOf, type Point3 } from '../../../kinds'
import { fromYaw, yawOf } from '../../../kinds/parts/space'
import { settled } from '../data/settle'
import { sceneOf } from '../state'
import { atHeight } from '../view/views'
import { Draft, sizeToDraw } from './draft'
import { isBoxView } from './grips'
import { inScene, type ScenePointer } from './pointer'
import { groundUnder } from './under'

/** Shorter on the screen is a click, in pixels. */
const SLIP = 4
const SHORTEST = 0.2

/** From the rear to the front along the middle of the thing: that says where it heads and how long it is. */
class Spine {
  readonly #editor: Editor
  readonly #draft: Draft
  readonly #start: Point3
  readonly #pixel: Point2

  constructor(editor: Editor, p: ScenePointer, start: Point3) {
    this.#editor = editor
    this.#draft = new Draft(editor)
    this.#start = start
    this.#pixel = p.pixel
  }

  #isClick({ pixel }: ScenePointer): boolean {
    return Math.hypot(pixel[0] - this.#pixel[0], pixel[1] - this.#pixel[1]) < SLIP
  }

  #box(p: ScenePointer): Cuboid {
    const [x, y, z] = this.#start
    const size = sizeToDraw(this.#editor)
    const to = atHeight(p.ray, z)
    if (this.#isClick(p) || !to) {
      const heading = yawOf(sceneOf(this.#editor).ego)
      return cuboidOf([x, y, z + size[2] / 2], size, fromYaw(heading))
    }
    const [dx, dy] = [to[0] - x, to[1] - y]
    // Shift keeps the usual length: the drag only says where it heads.
    const length = p.shift ? size[0] : Math.max(SHORTEST, Math.hypot(dx, dy))
    const yaw = Math.atan2(dy, dx)
    const middle: Point3 = [
      x + (Math.cos(yaw) * length) / 2,
      y + (Math.sin(yaw) * length) / 2,
      z + size[2] / 2,
    ]
    return cuboidOf(middle, [length, size[1], size[2]], fromYaw(yaw))
  }

  move(p: ScenePointer): void {
    if (!this.#isClick(p)) this.#draft.show(this.#box(p))
  }

  release(p: ScenePointer): Progress {
    const points = sceneOf(this.#editor).points.peek()
    const box = this.#box(p)
    return this.#draft.keep(points ? settled(points, box) : box, 'editor:edit.draw')
  }
}

function press(editor: Editor, p: ScenePointer): Gesture | null {
  if (isBoxView(p.view) && p.view.id !== 'top') return null
  const start = groundUnder(editor, p)
  if (!start || editor.canWrite.peek() !== true) return null
  const spine = new Spine(editor, p, start)
  return {
    move: (to) => spine.move(to as ScenePointer),
    release: (to) => spine.release(to as ScenePointer),
  }
}

export const cuboidTool: Tool = {
  id: 'cuboid',
  title: 'scene:tool.cuboid',
  icon: 'cube-plus',
  keys: ['B'],
  kind: 'cuboid',
  cursor: 'crosshair',
  press: (editor, p) => {
    const own = inScene(p)
    return own && press(editor, own)
  },
}
