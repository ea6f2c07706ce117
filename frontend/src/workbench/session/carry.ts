import type { Command } from '../../core/command'
import type { Editor } from '../../core/editor'
import { visibleRecords } from '../../core/selection'
import type { Session } from './session'

/** Pictures in one go, as the server has it. */
export const FARTHEST = 50

/** What is carried over: the selected objects, or all. */
export function carried(editor: Editor): {
  readonly ids: readonly string[]
  readonly isSelection: boolean
} {
  const isOwn = (id: string) => editor.work.records.value.has(id)
  const objects = visibleRecords(editor).filter((one) => editor.kindOf(one)?.spatial)
  const selected = objects.filter(({ id }) => editor.selection.value.has(id) && isOwn(id))
  const chosen = selected.length > 0 ? selected : objects
  return { ids: chosen.map(({ id }) => id), isSelection: selected.length > 0 }
}

/** Save what is unsaved, offer the objects in the next pictures, and say what became of it. */
export async function carryOver(
  { api, bundle, saving, shell }: Session,
  ids: readonly string[],
  pictures: number,
): Promise<void> {
  const { state } = await saving.flush()
  if (state !== 'saved') {
    shell.tell({ tone: 'warning', key: `unsaved.${state}` })
    return
  }
  const done = await api.carryOver(bundle.task.id, ids, pictures)
  shell.close()
  shell.tell({
    tone: done.pictures > 0 && done.passed === 0 ? 'info' : 'warning',
    key: done.passed > 0 ? 'carried-some' : 'carried',
    params: { ...done, count: done.pictures },
  })
}

/** The objects of this picture in the next ones, where the medium is made of pictures that follow each other. */
export function carryCommands(session: Session): readonly Command[] {
  const { editor, bundle, shell, modality } = session
  if (!modality.carries) return []
  return [
    {
      id: 'task.carry-over',
      title: 'workbench:command.task.carry-over',
      group: 'edit',
      icon: 'copy-plus',
      keys: ['Ctrl+Shift+B'],
      enabled: () => {
        if (editor.canWrite.value !== true) return editor.canWrite.value
        if (bundle.task.next === null) return 'workbench:reason.no-neighbour'
        return carried(editor).ids.length > 0 || 'no-annotations'
      },
      run: () => shell.ask({ kind: 'carry-over' }),
    },
  ]
}
