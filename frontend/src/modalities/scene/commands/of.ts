/** What the commands of a scene are made of, and what they ask before they run. */
import { all, commandsIn } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { boxAt, trackOf } from '../objects'
import { sceneOf } from '../state'

export const command = commandsIn('scene')

export const frameOf = (editor: Editor): number => sceneOf(editor).frame.value

export const boxesHere = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter((record) => boxAt(record, frameOf(editor)))

export const hasBox = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => boxesHere(editor).length > 0 || 'scene:reason.no-box',
  )

export const tracksHere = (editor: Editor) => editableSelection(editor).filter((r) => trackOf(r))

export const hasTrack = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => tracksHere(editor).length > 0 || 'scene:reason.no-track',
  )

export const hasFrames = (editor: Editor) =>
  sceneOf(editor).frames.value > 1 || 'scene:reason.one-frame'
