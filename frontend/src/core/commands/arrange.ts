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

/** The next shape above or below that the selection overlaps: passing others would change nothing to be seen. */
function neighbour(editor: Editor, step: Step): Annotation | undefined {
  const selected = editableSelection(editor).toSorted(byStack)
  const bounds = boundsOfRecords(editor, selected)
  const edge = step === 'up' ? selected.at(-1) : selected[0]
  if (!bounds || !edge) return undefined
  const sign = step === 'up' ? 1 : -1
  return [...editor.work.records.peek().values()]
    .filter((record) => {
      const own = boundsOfRecords(editor, [record])
      const isBeyond = byStack(record, edge) * sign > 0
      return isBeyond && own && overlaps(own, bounds) && !editor.selection.peek().has(record.id)
    })
    .toSorted((a, b) => byStack(a, b) * sign)[0]
}

/** Past the next overlapping shape. Equal z is ordered by id, so it takes a further step only against that order. */
function oneStep(editor: Editor, step: Step): void {
  const other = neighbour(editor, step)
  if (!other) return
  restack(editor, ({ id }) => {
    if (step === 'up') return id > other.id ? other.z : other.z + 1
    return id < other.id ? other.z : other.z - 1
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
