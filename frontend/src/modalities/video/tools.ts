/** The tools of pictures, on the frame that is on the screen, and those that put something on the time line. */
import { labelFor, newAnnotation, putNew } from '../../core/create'
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import type { Label } from '../../core/schema'
import type { Tool } from '../../core/tool'
import type { Lane, Segment, TimePoint } from '../../kinds'
import { imageTools, selectTool } from '../image/tools'
import { toolInFrame } from './commands/define'
import { videoOf } from './state'

const LANE: Lane = { channel: null, tier: '', speaker: '', text: '', parent: null }
/** Of an event that is made by a key, in seconds. */
const LENGTH = 1

export function newEvent(start: number, stop: number, label: Label): Annotation {
  return newAnnotation('segment', { start, stop, ...LANE } satisfies Segment, label)
}

function put(editor: Editor, record: Annotation, title: string): void {
  editor.edit(title, (tx) => putNew(tx, record))
  editor.select([record.id])
}

/** An event of the active label from the frame on the screen on. */
function putEvent(editor: Editor): void {
  const video = videoOf(editor)
  const label = labelFor(editor, 'segment')
  const start = video.shown.peek()
  const length = Math.max(1, Math.round(video.rate.peek() * LENGTH))
  const stop = Math.min(start + length, video.frames.peek())
  if (label) put(editor, newEvent(start, stop, label), 'video:edit.event')
}

/** The tag of this label on the frame, or off it. */
function toggleFrameTag(editor: Editor): void {
  const at = videoOf(editor).shown.peek()
  const label = labelFor(editor, 'time_point')
  if (!label) return
  const there = [...editor.work.records.peek().values()].filter(
    ({ kind, label: key, data }) =>
      kind === 'time_point' && key === label.key && (data as TimePoint).at === at,
  )
  if (there.length > 0) {
    editor.edit('video:edit.frame-tag', (tx) => {
      for (const { id } of there) tx.remove(id)
    })
  } else {
    const data: TimePoint = { at, ...LANE }
    put(editor, newAnnotation('time_point', data, label), 'video:edit.frame-tag')
  }
}

/** Acts at once on the frame that is on the screen, and gives the hand back to the select tool. */
const atOnce = (
  id: string,
  icon: string,
  kind: string,
  key: string,
  act: (editor: Editor) => void,
): Tool => ({
  id,
  title: `video:tool.${id}`,
  icon,
  keys: [key],
  kind,
  press: () => null,
  chosen: (editor) => {
    act(editor)
    editor.tool.value = selectTool
  },
})

export const videoTools: readonly Tool[] = [
  ...imageTools.map((tool) => (tool === selectTool ? tool : toolInFrame(tool))),
  atOnce('event', 'timeline', 'segment', 'Alt+E', putEvent),
  atOnce('frame_tag', 'tag', 'time_point', 'Alt+T', toggleFrameTag),
]
