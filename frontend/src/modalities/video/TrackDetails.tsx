import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { livesOf, skeleton, type Track, trackAt } from '../../kinds'
import { FromFrame } from '../../workbench/panels/FromFrame'
import classes from '../../workbench/panels/panels.module.css'
import { useComputed, useValue } from '../../workbench/use-value'
import SkeletonDetails from '../image/skeleton/SkeletonDetails'
import { EventName } from './events/EventName'
import { isEvent, rangeOf } from './frames/edits'
import { trackOf } from './frames/shapes'
import { videoOf } from './state'

function Facts({ record }: { readonly record: Annotation }) {
  const { t } = useTranslation('video')
  const track = trackOf(record)
  const [start, stop] = track ? [0, 0] : rangeOf(record)
  const frames = track
    ? livesOf(track).map(({ first, last }) => `${first}–${last ?? t('time.end')}`)
    : [stop - start > 1 ? `${start}–${stop - 1}` : start]
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('time.frames')}</dt>
        <dd>{frames.join(', ')}</dd>
      </div>
      {track && (
        <div>
          <dt>{t('time.keyframes')}</dt>
          <dd>{track.keyframes.length}</dd>
        </div>
      )}
    </dl>
  )
}

interface Props {
  readonly editor: Editor
  readonly record: Annotation
  readonly track: Track
}

/** What changes from the frame on the screen on; nothing where the track is not there. */
function Changing({ editor, record, track }: Props) {
  const { t } = useTranslation('video')
  const frame = useValue(videoOf(editor).shown)
  const disabled = useComputed(() => editor.editable(record.id) !== true, [editor, record])
  const now = trackAt(track, frame)
  if (!now) return null
  return (
    <>
      <h2 className={classes.heading}>{t('time.from-here')}</h2>
      <FromFrame
        editor={editor}
        record={record}
        trackOf={trackOf}
        now={now}
        occluded={t('time.occluded')}
        disabled={disabled}
      />
    </>
  )
}

/** When the selected track or event is there, and what of a track changes over time. */
export default function TrackDetails({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  const [record] = useValue(editor.selected)
  const track = record && trackOf(record)
  if (!record || !(track || isEvent(record))) return null
  return (
    <>
      {track?.of === skeleton.id && <SkeletonDetails editor={videoOf(editor).inFrame} />}
      <section className={classes.section}>
        <h2 className={classes.heading}>{t('time.title')}</h2>
        <Facts record={record} />
        <EventName key={record.id} editor={editor} record={record} />
        {track && <Changing editor={editor} record={record} track={track} />}
      </section>
    </>
  )
}
