/** Questions that commands and tools ask about what is selected. */
import { batch } from '@preact/signals-core'
import type { Editor } from './editor'
import { type Bounds, unite } from './geometry'
import type { AnyKind } from './kind'
import type { Annotation } from './patch'

export const canWrite = (editor: Editor): true | string => editor.canWrite.value

/** Selected annotations and suggestions that may be changed. */
export function editableSelection(editor: Editor): readonly Annotation[] {
  return editor.selected.value.filter(({ id }) => editor.editable(id) === true)
}

/** True when something is selected that may be changed, or why not. */
export function hasEditable(editor: Editor): true | string {
  if (editor.selected.value.length === 0) return 'nothing-selected'
  if (editor.canWrite.value !== true) return editor.canWrite.value
  return editableSelection(editor).length > 0 || 'locked'
}

export const hasSelection = (editor: Editor): true | string =>
  editor.selected.value.length > 0 || 'nothing-selected'

/** Extent of annotations on the plane; null when none of them is drawn. */
export function boundsOfRecords(editor: Editor, records: readonly Annotation[]): Bounds | null {
  return unite(records.map((record) => editor.kindOf(record)?.bounds(record.data) ?? null))
}

/** From the bottom of the stack to the top. */
export const byStack = (a: Annotation, b: Annotation): number =>
  a.z - b.z || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Whether annotations of a kind have a place: in a picture, in space or in time. */
export const isPlaced = (kind: AnyKind | undefined): boolean =>
  (kind?.spatial || kind?.inSpace || kind?.inTime) ?? false

/** Visible, drawn annotations of the work document from the bottom of the stack to the top. */
export function visibleRecords(editor: Editor): readonly Annotation[] {
  return [...editor.work.records.value.values()]
    .filter((record) => isPlaced(editor.kindOf(record)) && editor.view.isVisible(record))
    .sort(byStack)
}

/** Select what was just drawn, to be seen and adjusted; nobody has chosen it yet. */
export function selectDrawn(editor: Editor, id: string): void {
  batch(() => {
    editor.select([id])
    editor.drawn.value = { id, selection: editor.selection.peek() }
  })
}

/** Whether the tool in the hand goes on with what is selected: that is being drawn, not chosen. */
export const isDrawnOn = (editor: Editor): boolean =>
  editor.tool.value?.continues?.(editor) ?? false

/** What somebody selected on purpose: nothing while only the last drawn one is, or one that is being drawn on. */
export const chosen = (editor: Editor): readonly Annotation[] =>
  editor.drawn.value?.selection === editor.selection.value || isDrawnOn(editor)
    ? []
    : editor.selected.value

/** Select one annotation and bring it into view. */
export function focusOn(editor: Editor, record: Annotation): void {
  editor.select([record.id])
  const bounds = boundsOfRecords(editor, [record])
  if (bounds) editor.view.camera.peek()?.reveal(bounds)
}

/** Records of the work document and suggestions, with what the hand is doing. */
export function liveRecords(editor: Editor): ReadonlyMap<string, Annotation> {
  const all = new Map([...editor.offered.value, ...editor.work.records.value])
  for (const { patch } of editor.draft.value) {
    for (const { id, after } of patch) {
      if (after) all.set(id, after)
      else all.delete(id)
    }
  }
  return all
}
