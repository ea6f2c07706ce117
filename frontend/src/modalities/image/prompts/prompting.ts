import { type Signal, signal } from '@preact/signals-core'
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { type Bounds, type Point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { newId } from '../../../core/ids'
import type { Prompt, PromptAnswer, Spot } from '../../../core/prompts'
import { bitmapOf, type Mask } from '../../../kinds/mask'
import { polygon } from '../../../kinds/polygon'
import { polygonsOfMask } from '../masks/convert'
import { Sheet, target } from '../masks/sheet'
import { placeOf } from '../masks/tool'
import { askingOf } from './asking'

/** Screen distance, in tolerances, from which a press is the corner of a box. */
const DRAG = 1.5
/** How near a dot a press must be to take it away, in tolerances. */
const DOT = 1.2

type Said = Omit<Prompt, 'previous'>
const NOTHING: Said = { spots: [], box: null }

const boxOf = ({ minX, minY, maxX, maxY }: Bounds): Prompt['box'] => [minX, minY, maxX, maxY]

/**
 * One object, pointed at: presses put dots, a drag puts a box, a press on a dot takes it away. After each the model is
 * asked again and its answer shown; nothing reaches the document before `complete`.
 */
export class Prompting implements Gesture {
  readonly said = signal<Said>(NOTHING)
  readonly answers: Signal<readonly PromptAnswer[]> = signal([])
  /** Which of them is shown. */
  readonly shown = signal(0)
  readonly #editor: Editor
  readonly #kind: 'mask' | 'polygon'
  readonly #before: Said[] = []
  #down: { readonly p: Pointer; readonly at: Point2; dragged: boolean } | null = null
  #sheet: Sheet | null = null
  #asked = 0
  #answeredLast = 0
  /** Enter was pressed before the answer was there. */
  #keeps = false

  constructor(editor: Editor, kind: 'mask' | 'polygon', p: Pointer) {
    this.#editor = editor
    this.#kind = kind
    askingOf(editor).current.value = this
    this.press(p)
  }

  press(p: Pointer): Progress {
    this.#down = { p, at: placeOf(this.#editor, p), dragged: false }
    return 'more'
  }

  move(p: Pointer): void {
    const down = this.#down
    if (!down) return
    const to = placeOf(this.#editor, p)
    const far = Math.hypot(to[0] - down.at[0], to[1] - down.at[1]) > DRAG * p.tolerance
    down.dragged ||= far
    if (down.dragged) this.#outline(boxOf(spanning(down.at, to)))
  }

  release(p: Pointer): Progress {
    const down = this.#down
    this.#down = null
    if (!down) return 'more'
    if (down.dragged) {
      const box = boxOf(spanning(down.at, placeOf(this.#editor, p)))
      return this.#say({ ...this.said.peek(), box })
    }
    const { spots } = this.said.peek()
    const rest = spots.filter(({ x, y }) => !near([x, y], down.at, DOT * p.tolerance))
    if (rest.length < spots.length) return this.#say({ ...this.said.peek(), spots: rest })
    const inside = askingOf(this.#editor).inside.peek() !== (down.p.alt ?? false)
    const spot: Spot = { x: down.at[0], y: down.at[1], inside }
    return this.#say({ ...this.said.peek(), spots: [...spots, spot] })
  }

  /** Show the next of the answers. */
  another(): void {
    const count = this.answers.peek().length
    if (count > 1) this.#show((this.shown.peek() + 1) % count)
  }

  /** The same prompt once more, after something failed. */
  askAgain(): void {
    this.#ask(this.said.peek(), false)
  }

  complete(): Progress {
    this.#keeps = this.#answeredLast !== this.#asked
    if (this.#keeps) return 'more'
    const answer = this.answers.peek()[this.shown.peek()]
    if (!answer) return 'more'
    const sheet = this.#sheet
    this.#end()
    if (this.#kind === 'mask') sheet?.finish('image:edit.prompt')
    else this.#putPolygons(answer.data as Mask)
    // The next press points at another object.
    this.#editor.select([])
    return 'done'
  }

  back(): Progress {
    const before = this.#before.pop()
    if (!before || isNothing(before)) return this.#giveUp()
    return this.#ask(before, false)
  }

  cancel(): void {
    this.#giveUp()
  }

  #giveUp(): Progress {
    this.#end()
    return 'done'
  }

  #end(): void {
    this.#asked += 1
    this.#sheet?.drop()
    this.#editor.lasso.value = null
    askingOf(this.#editor).current.value = null
  }

  #say(said: Said): Progress {
    if (isNothing(said)) return this.#giveUp()
    const grows = said.spots.length > this.said.peek().spots.length
    this.#before.push(this.said.peek())
    return this.#ask(said, grows)
  }

  /** `goesOn` says that this adds to what was answered last, which then helps. */
  #ask(said: Said, goesOn: boolean): Progress {
    this.#keeps = false
    this.said.value = said
    this.#outline(said.box)
    const previous = goesOn ? (this.answers.peek()[this.shown.peek()]?.low ?? null) : null
    void this.#answered({ ...said, previous }, ++this.#asked)
    return 'more'
  }

  async #answered(prompt: Prompt, number: number): Promise<void> {
    const answers = await askingOf(this.#editor).ask(prompt)
    if (number !== this.#asked) return
    this.#answeredLast = number
    if (!answers) return
    this.answers.value = answers
    this.#show(0)
    if (this.#keeps) this.#editor.complete()
  }

  #show(index: number): void {
    this.shown.value = index
    const answer = this.answers.peek()[index]
    this.#sheet?.drop()
    this.#sheet = this.#blankSheet()
    if (answer) this.#sheet.lay(bitmapOf(answer.data as Mask), 1)
    this.#outline(this.said.peek().box)
  }

  /** What is shown is as if painted: on the selected mask, or on a new one. */
  #blankSheet(): Sheet {
    if (this.#kind === 'mask') return new Sheet(this.#editor)
    return new Sheet(this.#editor, null, labelFor(this.#editor, polygon.id))
  }

  /** The box of the prompt; a new path each time, so that the stage draws the dots with it. */
  #outline(box: Prompt['box']): void {
    const [left, top, right, bottom] = box ?? [0, 0, 0, 0]
    const corners: Point2[] = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ]
    this.#editor.lasso.value = box ? corners : []
  }

  #putPolygons(data: Mask): void {
    const parts = polygonsOfMask(data)
    const group = parts.length > 1 ? newId() : null
    const label = labelFor(this.#editor, polygon.id)
    this.#editor.edit('image:edit.prompt', (tx) => {
      for (const part of parts) putNew(tx, { ...newAnnotation(polygon.id, part, label), group })
    })
  }
}

const isNothing = ({ spots, box }: Said) => spots.length === 0 && box === null

const near = (a: Point2, b: Point2, reach: number) => Math.hypot(a[0] - b[0], a[1] - b[1]) <= reach

/** Whether the hand may point: on the selected mask, or on a new object. */
export function mayPoint(editor: Editor, kind: 'mask' | 'polygon'): boolean {
  if (askingOf(editor).chosen.peek() === null) return false
  const old = kind === 'mask' ? target(editor) : null
  if (old) return editor.editable(old.id) === true
  return editor.canWrite.peek() === true && labelFor(editor, kind) !== undefined
}
