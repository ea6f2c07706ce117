import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import type { Tool } from '../../../core/tool'
import { arrowUnder } from '../relations/arrows'
import { cursorOf } from './cursors'
import { handleUnder, midpointUnder } from './grips'
import { DragHandle, DragSelection, RubberBand, removeVertex } from './select_gestures'

const isPlain = (p: Pointer) => !p.shift && !p.ctrl && !p.alt

/** An annotation with the parts it is grouped with; Ctrl takes the part alone. */
function family(editor: Editor, record: Annotation, p: Pointer): readonly string[] {
  if (record.group === null || p.ctrl) return [record.id]
  const everything = [...editor.work.records.peek().values()]
  const parts = everything.filter(({ id, group }) => id === record.id || group === record.group)
  return parts.length > 0 ? parts.map(({ id }) => id) : [record.id]
}

/** What is selected after clicking once more where several annotations lie on top of each other. */
function cycle(editor: Editor, hits: readonly Annotation[], p: Pointer): void {
  const current = hits.findIndex(({ id }) => editor.selection.peek().has(id))
  const next = hits[(current + 1) % hits.length]
  if (next) editor.select(family(editor, next, p))
}

function toggle(editor: Editor, ids: readonly string[]): void {
  const next = new Set(editor.selection.peek())
  const areIn = ids.every((id) => next.has(id))
  for (const id of ids) {
    if (areIn) next.delete(id)
    else next.add(id)
  }
  editor.select(next)
}

/** Press on annotations: select, and be ready to drag. What a mere click does is settled on release. */
function pressOn(editor: Editor, hits: readonly Annotation[], p: Pointer): Gesture | null {
  const first = hits[0]
  if (!first) return null
  if (p.shift) {
    toggle(editor, family(editor, first, p))
    return null
  }
  const taken = hits.find(({ id }) => editor.selection.peek().has(id))
  if (!taken) editor.select(family(editor, first, p))
  const drag = new DragSelection(editor, p)
  return {
    move: (to) => drag.move(to),
    release: (to): Progress => {
      const moved = drag.moved
      drag.release()
      if (!moved && taken && isPlain(to)) cycle(editor, hits, to)
      return 'done'
    },
    cancel: () => drag.cancel(),
  }
}

/** Make a vertex where an edge was pressed and drag it on. */
function pressEdge(editor: Editor, p: Pointer): Gesture | null {
  const middle = midpointUnder(editor, p)
  const edge = middle?.record ?? ((p.clicks ?? 1) > 1 ? editor.selected.peek()[0] : undefined)
  if (!edge || editor.editable(edge.id) !== true) return null
  const kind = editor.kindOf(edge)
  const made = kind?.insertVertex?.(edge.data, middle?.at ?? p.at, p.tolerance)
  return made ? new DragHandle(editor, withData(edge, made.data), made.handle, p, true) : null
}

function press(editor: Editor, p: Pointer): Gesture | null {
  const grip = handleUnder(editor, p)
  if (grip && p.alt) {
    removeVertex(editor, grip.record, grip.handle)
    return null
  }
  if (grip && !p.ctrl) return new DragHandle(editor, grip.record, grip.handle, p, false)
  const edge = pressEdge(editor, p)
  if (edge) return edge
  const hits = editor.picker.at(p)
  if (hits.length > 0) return pressOn(editor, hits, p)
  const arrow = arrowUnder(editor, p)
  if (arrow) {
    if (p.shift) toggle(editor, [arrow.id])
    else editor.select([arrow.id])
    return null
  }
  return p.shift ? new RubberBand(editor, p) : null
}

/** Objects, and where there is none the arrow between two. */
function underPointer(editor: Editor, p: Pointer): readonly Annotation[] {
  const hits = editor.picker.at(p)
  const arrow = hits.length === 0 ? arrowUnder(editor, p) : null
  return arrow ? [arrow] : hits
}

function hover(editor: Editor, p: Pointer): string | undefined {
  const grip = handleUnder(editor, p) ?? midpointUnder(editor, p)
  editor.handle.value = grip && `${grip.record.id}/${grip.handle}`
  const hits = grip ? [grip.record] : underPointer(editor, p)
  const taken = hits.find(({ id }) => editor.selection.peek().has(id))
  editor.hover.value = (taken ?? hits[0])?.id ?? null
  if (grip) return cursorOf(grip, p)
  if (taken) return editor.editable(taken.id) === true ? 'move' : 'not-allowed'
  return hits.length > 0 ? 'pointer' : undefined
}

export const selectTool: Tool = {
  id: 'select',
  title: 'image:tool.select',
  icon: 'pointer',
  keys: ['S'],
  press,
  hover,
  tap: (editor, p) => {
    if (isPlain(p) && underPointer(editor, p).length === 0) editor.select([])
  },
}
