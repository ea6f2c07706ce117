import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { selectDrawn } from '../../../core/selection'
import { type Relation, relation } from '../../../kinds/relation'
import type { ShowingTool } from '../masks/tool'
import type { OverlayView } from '../painters/overlay'
import type { Context } from '../painters/shapes'
import { relationsIn } from './arrows'
import { arrowBetween, endAt } from './ends'
import { paintArrow } from './paint'

/** What an arrow may begin or end at: a saved object under the pointer. */
const endUnder = (editor: Editor, p: Pointer): Annotation | undefined =>
  editor.picker.at(p).find(({ id }) => editor.work.get(id))

/** From object to object: a drag, or two clicks. */
class Connecting implements Gesture {
  readonly #editor: Editor
  readonly from: Annotation
  at: Point2
  over: Annotation | undefined

  constructor(editor: Editor, from: Annotation, p: Pointer) {
    this.#editor = editor
    this.from = from
    this.at = [p.at[0] ?? 0, p.at[1] ?? 0]
    editor.select([from.id])
  }

  move(p: Pointer): void {
    this.at = [p.at[0] ?? 0, p.at[1] ?? 0]
    this.over = endUnder(this.#editor, p)
    this.#editor.hover.value = this.over?.id ?? null
  }

  release(p: Pointer): Progress {
    const to = endUnder(this.#editor, p)
    return to && to.id !== this.from.id ? this.#connect(to) : 'more'
  }

  press(p: Pointer): Progress {
    const to = endUnder(this.#editor, p)
    return to && to.id !== this.from.id ? this.#connect(to) : 'done'
  }

  back(): Progress {
    return 'done'
  }

  #connect(to: Annotation): Progress {
    const editor = this.#editor
    const data: Relation = { from: this.from.id, to: to.id }
    const record = newAnnotation(relation.id, data, labelFor(editor, relation.id))
    const same = relationsIn(editor).find(
      (one) =>
        one.label === record.label &&
        (one.data as Relation).from === data.from &&
        (one.data as Relation).to === data.to,
    )
    if (!same) editor.edit('image:edit.relate', (tx) => putNew(tx, record))
    selectDrawn(editor, (same ?? record).id)
    return 'done'
  }
}

/** Draws arrows between objects; the label chosen says what they mean. */
export const relationTool: ShowingTool = {
  id: relation.id,
  title: 'image:tool.relation',
  icon: 'arrow-up-right',
  keys: ['Alt+R'],
  kind: relation.id,
  cursor: 'crosshair',
  press: (editor, p) => {
    const from = endUnder(editor, p)
    return from ? new Connecting(editor, from, p) : null
  },
  hover: (editor, p) => {
    const over = endUnder(editor, p)
    editor.hover.value = over?.id ?? null
    return over ? 'crosshair' : undefined
  },
  paintOver: (context: Context, o: OverlayView) => {
    const gesture = o.editor.gesture.peek()
    if (!(gesture instanceof Connecting)) return
    const { editor, styles } = o
    const from = endAt(editor, gesture.from)
    if (!from) return
    const [x, y] = gesture.at
    const over = gesture.over && gesture.over.id !== gesture.from.id ? gesture.over : undefined
    const to = over && endAt(editor, over)
    const arrow = arrowBetween(from, to ?? { bounds: { minX: x, minY: y, maxX: x, maxY: y } })
    paintArrow(context, o.view, arrow, styles.of(labelFor(editor, relation.id)?.key ?? ''), true)
  },
}
