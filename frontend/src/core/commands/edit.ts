import { signal } from '@preact/signals-core'
import { all, type Command, defineCommand } from '../command'
import { putNew } from '../create'
import type { Editor } from '../editor'
import { type Point2, shiftInside } from '../geometry'
import { newId } from '../ids'
import { seenAs } from '../kind'
import { type Annotation, sameJson } from '../patch'
import { findLabel } from '../schema'
import {
  boundsOfRecords,
  canWrite,
  editableSelection,
  hasEditable,
  hasSelection,
  isPlaced,
} from '../selection'
import { removeFrom } from './suggestions'

/** Copied annotations; shared by all editors of this tab, so that one can paste into another image. */
export const clipboard = signal<readonly Annotation[]>([])

const PASTE_OFFSET = 12
/** The same in space, in metres. */
const STEP_ASIDE = 3

function remove(editor: Editor): void {
  const doomed = editableSelection(editor)
  editor.edit('editor:edit.delete', (tx) => removeFrom(editor, tx, doomed))
  editor.select([])
}

/** Copies with new ids, still grouped among themselves, without the model's score: a person put them there. */
function copies(records: readonly Annotation[]): readonly Annotation[] {
  const groups = new Map<string, string>()
  const groupOf = (group: string | null) => {
    if (group === null) return null
    const renamed = groups.get(group) ?? newId()
    groups.set(group, renamed)
    return renamed
  }
  return records.map((record) => ({
    ...record,
    id: newId(),
    group: groupOf(record.group),
    source: { origin: 'human' },
    score: null,
  }))
}

function shifted(editor: Editor, records: readonly Annotation[], by: Point2) {
  return records.map((record) => {
    const kind = editor.kindOf(record)
    const step = kind?.inSpace ? by.map((pixels) => Math.sign(pixels) * STEP_ASIDE) : by
    return kind ? { ...record, data: kind.translate(record.data, step) } : record
  })
}

/** Put copies where they were; beside them when that place is taken; inside the image in any case. */
function insert(editor: Editor, title: string, records: readonly Annotation[]): void {
  const taken = [...editor.work.records.peek().values()]
  const isTaken = records.some((r) =>
    taken.some((t) => t.kind === r.kind && sameJson(t.data, r.data)),
  )
  const offset: Point2 = isTaken ? [PASTE_OFFSET, PASTE_OFFSET] : [0, 0]
  const moved = shifted(editor, records, offset)
  const bounds = boundsOfRecords(editor, moved)
  const inside = bounds ? shifted(editor, moved, shiftInside(bounds, editor.extent)) : moved
  const fresh = copies(inside).map((record) => ({
    ...record,
    data: editor.kindOf(record)?.clamp(record.data, editor.extent) ?? record.data,
  }))
  editor.edit(title, (tx) => {
    for (const record of fresh) putNew(tx, record)
  })
  editor.select(fresh.map(({ id }) => id))
}

/** What of the clipboard this project can hold: known kinds, and labels of its schema. */
function pasteable(editor: Editor): readonly Annotation[] {
  const schema = editor.schema.value
  return clipboard.value.filter((record) => {
    const known = editor.kindOf(record)
    return (
      isPlaced(known) &&
      known &&
      findLabel(schema, record.label)?.kinds.includes(seenAs(known, record))
    )
  })
}

function canPaste(editor: Editor): true | string {
  if (clipboard.value.length === 0) return 'clipboard-empty'
  return pasteable(editor).length > 0 || 'clipboard-foreign'
}

const copyable = (editor: Editor) =>
  editor.selected.value.filter((record) => isPlaced(editor.kindOf(record)))

function copy(editor: Editor): void {
  clipboard.value = copyable(editor)
}

/** Whether it is one thing under a label: labels of points or answers are not selected, a key would change all of them. */
function isThing(editor: Editor, id: string): boolean {
  const record = editor.find(id)
  return record !== undefined && (editor.kindOf(record)?.labelled ?? true)
}

/** Take back or repeat, and show where: what changed is selected. */
function step(editor: Editor, direction: 'undo' | 'redo'): void {
  const result = editor.history[direction]()
  if (result) editor.select(result.changed.filter((id) => isThing(editor, id)))
}

const canStep = (editor: Editor, title: string | undefined, reason: string): true | string =>
  all(
    () => canWrite(editor),
    () => title !== undefined || reason,
  )

export const editCommands: readonly Command[] = [
  defineCommand('edit.undo', 'edit', (e) => step(e, 'undo'), {
    icon: 'arrow-back-up',
    keys: ['Ctrl+Z'],
    // A browser's own undo knows nothing of what commands write: a tag, a split at the caret.
    whileTyping: true,
    enabled: (e) => canStep(e, e.history.undoTitle.value, 'nothing-to-undo'),
  }),
  defineCommand('edit.redo', 'edit', (e) => step(e, 'redo'), {
    icon: 'arrow-forward-up',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    whileTyping: true,
    enabled: (e) => canStep(e, e.history.redoTitle.value, 'nothing-to-redo'),
  }),
  defineCommand('edit.delete', 'edit', remove, {
    icon: 'trash',
    keys: ['Delete'],
    enabled: hasEditable,
  }),
  defineCommand('edit.copy', 'edit', copy, {
    icon: 'copy',
    keys: ['Ctrl+C'],
    enabled: hasSelection,
  }),
  defineCommand(
    'edit.cut',
    'edit',
    (e) => {
      copy(e)
      remove(e)
    },
    { icon: 'cut', keys: ['Ctrl+X'], enabled: hasEditable },
  ),
  defineCommand('edit.paste', 'edit', (e) => insert(e, 'editor:edit.paste', pasteable(e)), {
    icon: 'clipboard',
    keys: ['Ctrl+V'],
    enabled: (e) =>
      all(
        () => canWrite(e),
        () => canPaste(e),
      ),
  }),
  defineCommand('edit.duplicate', 'edit', (e) => insert(e, 'editor:edit.duplicate', copyable(e)), {
    icon: 'copy-plus',
    keys: ['Ctrl+D'],
    enabled: hasEditable,
  }),
]
