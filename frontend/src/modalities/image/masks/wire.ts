import type { Editor } from '../../../core/editor'
import { distance, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { fillOutline } from './outline'
import { smartOf } from './smart/smart'
import { maskTool, placeOf } from './tool'

const LEAST = 3
/** How far an anchor looks for an edge, in units of the pointer's tolerance. */
const REACH = 1

/** The middles of pixels given as x, y, x, y and so on. */
const middles = (way: readonly number[]): Point2[] =>
  Array.from({ length: way.length / 2 }, (_, i) => [
    (way[2 * i] ?? 0) + 0.5,
    (way[2 * i + 1] ?? 0) + 0.5,
  ])

/**
 * Intelligent scissors: between clicks the line follows the edge of what is there. Ctrl draws straight on, Backspace
 * takes the last click back, N, Enter or a double click closes.
 */
export class Wire implements Gesture {
  readonly #editor: Editor
  readonly #close: (path: readonly Point2[]) => void
  /** The line up to each click. */
  #legs: readonly (readonly Point2[])[] = []
  #live: readonly Point2[] = []
  #pointer: Pointer
  #asking = false
  #stale = false
  #over = false

  constructor(editor: Editor, p: Pointer, close: (path: readonly Point2[]) => void) {
    this.#editor = editor
    this.#close = close
    this.#pointer = p
    const at = placeOf(editor, p)
    this.#legs = [[at]]
    this.#seed(at, p)
    this.#show()
  }

  get #path(): readonly Point2[] {
    return this.#legs.flat()
  }

  #pixelOf([x, y]: Point2): readonly [number, number] {
    const { width, height } = this.#editor.extent
    return [Math.min(Math.floor(x), width - 1), Math.min(Math.floor(y), height - 1)]
  }

  /** A leg begins at the end of the last one. */
  #seed(at: Point2, p: Pointer): void {
    const isFirst = this.#path.length === 1
    const reach = isFirst && !p.ctrl ? Math.round(p.tolerance * REACH) : 0
    void smartOf(this.#editor)
      .ask<'seed'>({ kind: 'seed', at: this.#pixelOf(at), reach })
      .then((seed) => {
        if (!seed || this.#over || !isFirst || this.#path.length !== 1) return
        this.#legs = [[[seed[0] + 0.5, seed[1] + 0.5]]]
        this.#show()
      })
  }

  /** Ask for the way to the pointer: one question at a time, the last place only. */
  #look(): void {
    if (this.#asking) {
      this.#stale = true
      return
    }
    this.#asking = true
    this.#stale = false
    const p = this.#pointer
    const legs = this.#legs
    const to = this.#pixelOf(placeOf(this.#editor, p))
    void smartOf(this.#editor)
      .ask<'way'>({ kind: 'way', to, reach: Math.round(p.tolerance * REACH) })
      .then((way) => {
        this.#asking = false
        if (this.#over) return
        if (way && legs === this.#legs && !this.#pointer.ctrl) {
          this.#live = middles(way).slice(1)
          this.#show()
        }
        if (this.#stale) this.#look()
      })
  }

  #show(): void {
    this.#editor.lasso.value = [...this.#path, ...this.#live]
  }

  move(p: Pointer): void {
    this.#pointer = p
    if (p.ctrl) {
      this.#live = [placeOf(this.#editor, p)]
      this.#show()
    } else this.#look()
  }

  release(): Progress {
    return 'more'
  }

  press(p: Pointer): Progress {
    const at = placeOf(this.#editor, p)
    const [first] = this.#path
    const closes = first && this.#legs.length >= 2 && distance(first, at) <= p.tolerance
    const last = this.#live.at(-1) ?? at
    const isNear = distance(last, at) <= 3 * p.tolerance
    this.#legs = [...this.#legs, isNear && this.#live.length > 0 ? this.#live : [at]]
    this.#live = []
    if (closes || (p.clicks ?? 1) > 1) return this.complete()
    this.#seed(this.#path.at(-1) ?? at, p)
    this.#show()
    return 'more'
  }

  complete(): Progress {
    this.#end()
    if (this.#path.length >= LEAST) this.#close(this.#path)
    return 'done'
  }

  back(): Progress {
    this.#legs = this.#legs.slice(0, -1)
    this.#live = []
    const last = this.#path.at(-1)
    if (!last) {
      this.#end()
      return 'done'
    }
    this.#seed(last, this.#pointer)
    this.#look()
    this.#show()
    return 'more'
  }

  cancel(): void {
    this.#end()
  }

  #end(): void {
    this.#over = true
    this.#editor.lasso.value = null
  }
}

export const wireTool = maskTool({
  id: 'mask_wire',
  icon: 'scissors',
  keys: ['Shift+8', 'C'],
  begin: (editor, p) => new Wire(editor, p, (path) => fillOutline(editor, path, p.alt ? 0 : 1)),
  more: { chosen: (editor) => smartOf(editor).warm() },
})
