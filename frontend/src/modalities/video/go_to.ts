import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { trackAt } from '../../kinds'
import { isEvent, rangeOf } from './frames/edits'
import { trackOf } from './frames/shapes'
import { videoOf } from './state'

/** Go to the frame that is named, else to where it begins when it is not there in the frame on the screen. */
export function goTo(editor: Editor, record: Annotation | null, frame: number | null): void {
  const video = videoOf(editor)
  const to = frame ?? (record && beginOf(record, video.shown.peek()))
  if (to === null) return
  video.playhead.peek().playing.value = false
  video.seek(to)
}

function beginOf(record: Annotation, shown: number): number | null {
  if (isEvent(record)) return rangeOf(record)[0]
  const track = trackOf(record)
  return track && !trackAt(track, shown) ? (track.keyframes[0]?.frame ?? null) : null
}
