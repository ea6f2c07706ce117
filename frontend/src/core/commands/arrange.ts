import { type Command, defineCommand } from '../command'
import type { Editor } from '../editor'
import { overlaps } from '../geometry'
import { newId } from '../ids'
import type { Annotation } from '../patch'
import { boundsOfRecords, byStack, editableSelection, hasEditable } from '../selection'

type Step = 'up' | 'down'

function restack(editor: Editor, zOf: (record: Annotation) => number): void {
  editor.edit('editor:edit.arrange', (tx) => {
    for (const { id } of editableSelection(editor)) {
      tx.update(id, (record) => ({ ...record, z: zOf(record) }))
    }
  })
}

/** Above or below everything else. */
function toEnd(editor: Editor, step: Step): void {
  const selected = editor.selection.peek()
  const others = [...editor.work.records.peek().values()].filter(({ id }) => !selected.has(id))
  const heights = others.map(({ z }) => z)
  const z = step === 'up' ? Math.max(0, ...heights) + 1 : Math.min(0, ...heights) - 1
  restack(editor, () => z)
}

/** Everything that overlaps the selection, with it, bottom to top: passing others would change nothing to be seen. */
function neighbourhood(editor: Editor): readonly Annotation[] {
  const bounds = boundsOfRecords(editor, editableSelection(editor))
  if (!bounds) return []
  return [...editor.work.records.peek().values()]
    .filter((record) => {
      const own = boundsOfRecords(editor, [record])
      return own !== null && overlaps(own, bounds)
    })
    .toSorted(byStack)
}

/** The list with the moving ones, as one block, past the next one that stays. `list` runs in the direction of travel. */
function passed(
  list: readonly Annotation[],
  isMoving: (record: Annotation) => boolean,
): readonly Annotation[] {
  const staying = list.filter((record) => !isMoving(record))
  const last = list.findLastIndex(isMoving)
  const before = list.slice(0, last).filter((record) => !isMoving(record)).length
  return staying.toSpliced(before + 1, 0, ...list.filter(isMoving))
}

/**
 * Past the next overlapping shape. Going along the new order, whatever would not lie beyond the one before it is
 * moved just as far as needed; equal z is ordered by id, so a tie may do.
 */
function oneStep(editor: Editor, step: Step): void {
  const sign = step === 'up' ? 1 : -1
  const moving = new Set(editableSelection(editor).map(({ id }) => id))
  const list = neighbourhood(editor).toSorted((a, b) => byStack(a, b) * sign)
  const order = passed(list, ({ id }) => moving.has(id))
  editor.edit('editor:edit.arrange', (tx) => {
    let before: Annotation | null = null
    for (const record of order) {
      const isBeyond = before === null || byStack(record, before) * sign > 0
      const tie: Annotation = { ...record, z: before?.z ?? record.z }
      const isTieEnough = before !== null && byStack(tie, before) * sign > 0
      const placed: Annotation = isBeyond
        ? record
        : { ...record, z: tie.z + (isTieEnough ? 0 : sign) }
      tx.update(record.id, (current) => ({ ...current, z: placed.z }))
      before = placed
    }
  })
}

function regroup(editor: Editor, title: string, group: string | null): void {
  editor.edit(title, (tx) => {
    for (const { id } of editableSelection(editor)) {
      tx.update(id, (record) => ({ ...record, group }))
    }
  })
}

const arrangement = (
  name: string,
  keys: readonly string[],
  icon: string,
  run: (editor: Editor) => void,
) => defineCommand(`arrange.${name}`, 'edit', run, { icon, keys, enabled: hasEditable })

export const arrangeCommands: readonly Command[] = [
  arrangement('front', ['+'], 'stack-front', (e) => toEnd(e, 'up')),
  arrangement('back', ['-'], 'stack-back', (e) => toEnd(e, 'down')),
  arrangement('up', [']'], 'stack-forward', (e) => oneStep(e, 'up')),
  arrangement('down', ['['], 'stack-backward', (e) => oneStep(e, 'down')),
  defineCommand('arrange.group', 'edit', (e) => regroup(e, 'editor:edit.group', newId()), {
    icon: 'link',
    keys: ['G'],
    enabled: (e) =>
      hasEditable(e) === true && editableSelection(e).length < 2 ? 'select-two' : hasEditable(e),
  }),
  defineCommand('arrange.ungroup', 'edit', (e) => regroup(e, 'editor:edit.ungroup', null), {
    icon: 'link-off',
    keys: ['Shift+G'],
    enabled: (e) =>
      hasEditable(e) === true && editableSelection(e).every(({ group }) => group === null)
        ? 'not-grouped'
        : hasEditable(e),
  }),
]
