import { type Command, defineCommand } from '../command'
import type { Editor } from '../editor'
import type { Annotation } from '../patch'
import { focusOn, visibleRecords } from '../selection'

/** All annotations that Tab walks through: the visible ones in the order they were made. */
const walk = (editor: Editor): readonly Annotation[] =>
  visibleRecords(editor).toSorted((a, b) => (a.id < b.id ? -1 : 1))

const hasVisible = (editor: Editor) => visibleRecords(editor).length > 0 || 'no-annotations'

function go(editor: Editor, direction: 1 | -1): void {
  const all = walk(editor)
  const current = all.findIndex(({ id }) => editor.selection.peek().has(id))
  const start = current < 0 && direction < 0 ? 0 : current
  const next = all.at((start + direction + all.length) % all.length)
  if (next) focusOn(editor, next)
}

function invert(editor: Editor): void {
  const selected = editor.selection.peek()
  editor.select(visibleRecords(editor).flatMap(({ id }) => (selected.has(id) ? [] : [id])))
}

function sameLabel(editor: Editor): void {
  const labels = new Set(editor.selected.value.map(({ label }) => label))
  editor.select(visibleRecords(editor).flatMap(({ id, label }) => (labels.has(label) ? [id] : [])))
}

/** The next annotation under the pointer, below the one that is selected. */
function beneath(editor: Editor): void {
  const at = editor.view.pointer.peek()
  if (!at) return
  const hits = editor.picker.at({ at, tolerance: 0 })
  const current = hits.findIndex(({ id }) => editor.selection.peek().has(id))
  const next = hits[(current + 1) % hits.length]
  if (next) editor.select([next.id])
}

const lastDrawn = (editor: Editor) => editor.work.records.value.get(editor.drawn.value?.id ?? '')

function chooseDrawn(editor: Editor): void {
  const record = lastDrawn(editor)
  if (record) focusOn(editor, record)
}

export const selectCommands: readonly Command[] = [
  defineCommand('select.all', 'select', (e) => e.select(visibleRecords(e).map(({ id }) => id)), {
    icon: 'select-all',
    keys: ['Ctrl+A'],
    enabled: hasVisible,
  }),
  defineCommand('select.none', 'select', (e) => e.select([]), {
    icon: 'deselect',
    keys: ['Ctrl+Shift+A'],
    enabled: (e) => e.selection.value.size > 0 || 'nothing-selected',
  }),
  defineCommand('select.next', 'select', (e) => go(e, 1), {
    icon: 'chevron-right',
    keys: ['Tab'],
    enabled: hasVisible,
  }),
  defineCommand('select.previous', 'select', (e) => go(e, -1), {
    icon: 'chevron-left',
    keys: ['Shift+Tab'],
    enabled: hasVisible,
  }),
  defineCommand('select.drawn', 'select', chooseDrawn, {
    icon: 'pencil-check',
    keys: ['Shift+Enter'],
    enabled: (e) => lastDrawn(e) !== undefined || 'nothing-drawn',
  }),
  defineCommand('select.beneath', 'select', beneath, {
    icon: 'stack-pop',
    keys: ['Alt+.'],
    enabled: (e) => e.view.pointer.value !== null || 'no-pointer',
  }),
  defineCommand('select.invert', 'select', invert, {
    icon: 'arrows-exchange',
    enabled: hasVisible,
  }),
  defineCommand('select.same-label', 'select', sameLabel, {
    icon: 'tags',
    enabled: (e) => e.selected.value.length > 0 || 'nothing-selected',
  }),
]
