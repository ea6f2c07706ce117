/** Where a finding or an issue is: its frame, else the first in which the thing is there. */
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import type { PointLabels } from '../../kinds'
import { boxAt, trackOf } from './objects'
import { pictureBoxOf } from './picture_boxes'
import { sceneOf } from './state'

/** The frame in which a record is there, when it is not in the one on the screen; null for what is in all. */
export function firstFrameOf(record: Annotation, shown: number): number | null {
  const inPicture = pictureBoxOf(record)?.frame
  if (inPicture !== undefined) return inPicture
  if (record.kind === 'point_labels') return (record.data as PointLabels).frame
  const keys = trackOf(record)?.keyframes
  if (!keys || boxAt(record, shown)) return null
  return keys.find(({ outside }) => !outside)?.frame ?? null
}

export function goTo(editor: Editor, record: Annotation | null, frame: number | null): void {
  const scene = sceneOf(editor)
  const to = frame ?? (record && firstFrameOf(record, scene.frame.peek()))
  if (to === null) return
  const playhead = scene.playhead.peek()
  playhead.playing.value = false
  playhead.seek(to)
}
