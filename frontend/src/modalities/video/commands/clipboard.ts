/**
 * Shapes go from frame to frame as they do from picture to picture: one that is put down begins a track there. Events,
 * and tracks that are not there in the frame on the screen, are copied as they are.
 */
import type { Command } from '../../../core/command'
import { editCommands } from '../../../core/commands/edit'
import type { Editor } from '../../../core/editor'
import { isPlaced } from '../../../core/selection'
import { videoOf } from '../state'

function shared(id: string): Command {
  const found = editCommands.find((one) => one.id === id)
  if (!found) throw new Error(`no command ${id}`)
  return found
}

const copy = shared('edit.copy')
const paste = shared('edit.paste')
const cut = shared('edit.cut')
const remove = shared('edit.delete')

/** The editor of the frame when shapes of it are selected. */
function copied(editor: Editor): Editor {
  const { inFrame } = videoOf(editor)
  const isShape = inFrame.selected.value.some((record) => isPlaced(inFrame.kindOf(record)))
  return isShape ? inFrame : editor
}

function pasted(editor: Editor): Editor {
  const { inFrame } = videoOf(editor)
  return paste.enabled(inFrame) === true ? inFrame : editor
}

export const clipboardCommands: readonly Command[] = [
  { ...copy, enabled: (e) => copy.enabled(copied(e)), run: (e) => copy.run(copied(e)) },
  { ...paste, enabled: (e) => paste.enabled(pasted(e)), run: (e) => paste.run(pasted(e)) },
  {
    ...cut,
    run: (editor) => {
      copy.run(copied(editor))
      remove.run(editor)
    },
  },
]
