import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { clampPoint, type Extent, type Point2, point2 } from '../../../core/geometry'
import type { Pointer, Progress } from '../../../core/gesture'
import { type Annotation, sameJson } from '../../../core/patch'
import { selectDrawn } from '../../../core/selection'
import { selectTool } from './select'

/** Shapes whose extent on the screen is smaller than this many times the pointer's tolerance are slips. */
const LEAST = 0.5

/** One annotation being drawn: previewed again and again, kept once. */
export class Draft {
  readonly #editor: Editor
  readonly #record: Annotation

  constructor(editor: Editor, kind: string) {
    this.#editor = editor
    this.#record = newAnnotation(kind, null, labelFor(editor, kind))
  }

  get extent(): Extent {
    return this.#editor.extent
  }

  /** The pointer's place, brought inside the image. */
  at(p: Pointer): Point2 {
    return clampPoint(point2(p.at), this.extent)
  }

  show(data: unknown): void {
    this.#editor.preview((tx) => putNew(tx, { ...this.#record, data }))
  }

  /** Keep the annotation if it is sound; select it; go back to the select tool unless told to go on drawing. */
  keep(data: unknown): Progress {
    const editor = this.#editor
    const problems = editor.kinds.get(this.#record.kind)?.validate(data, editor.extent) ?? []
    if (problems.some((problem) => problem !== 'self-crossing')) {
      editor.discard()
      return 'done'
    }
    this.show(data)
    editor.keep('editor:edit.draw')
    selectDrawn(editor, this.#record.id)
    if (!editor.view.keepDrawing.peek()) editor.tool.value = selectTool
    return 'done'
  }

  drop(): Progress {
    this.#editor.discard()
    return 'done'
  }
}

/** True when two places are so close on the screen that the pointer has not really moved. */
export const isSlip = (a: Point2, b: Point2, { tolerance }: Pointer): boolean =>
  Math.hypot(a[0] - b[0], a[1] - b[1]) <= tolerance * LEAST

export const samePlace = (a: Point2 | undefined, b: Point2): boolean => sameJson(a, b)
