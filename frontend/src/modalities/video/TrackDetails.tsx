import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { livesOf, skeleton, type Track, trackAt } from '../../kinds'
import { AttributeFields } from '../../workbench/panels/AttributeFields'
import classes from '../../workbench/panels/panels.module.css'
import { useComputed, useValue } from '../../workbench/use-value'
import SkeletonDetails from '../image/skeleton/SkeletonDetails'
import { EventName } from './events/EventName'
import { isEvent, rangeOf, withAttribute, withOccluded } from './frames/edits'
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
  const schema = useValue(editor.schema)
  const disabled = useComputed(() => editor.editable(record.id) !== true, [editor, record])
  const now = trackAt(track, frame)
  if (!now) return null
  const change = (edit: (track: Track) => Track) =>
    editor.edit('editor:edit.attributes', (tx) =>
      tx.update(record.id, (one) => withData(one, edit(trackOf(one) ?? track))),
    )
  return (
    <>
      <h2 className={classes.heading}>{t('time.from-here')}</h2>
      <div className={classes.field}>
        <span className={classes.fieldName}>{t('time.occluded')}</span>
        <Checkbox
          aria-label={t('time.occluded')}
          checked={now.occluded}
          disabled={disabled}
          onChange={(event) => {
            const { checked } = event.currentTarget
            change((one) => withOccluded(one, frame, checked))
          }}
        />
      </div>
      <AttributeFields
        attributes={findLabel(schema, record.label)?.attributes ?? []}
        all={[{ ...record.attributes, ...now.attributes }]}
        disabled={disabled}
        onChange={(name, value) => change((one) => withAttribute(one, frame, name, value))}
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
