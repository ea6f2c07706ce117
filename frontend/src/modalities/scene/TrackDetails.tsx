import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import type { Cuboid, Track } from '../../kinds'
import { AttributeFields } from '../../workbench/panels/AttributeFields'
import classes from '../../workbench/panels/panels.module.css'
import { useValue } from '../../workbench/use-value'
import { withAttributeFrom, withOccludedFrom } from './data/over_time'
import { keyAt, trackOf } from './objects'
import { Verbs } from './Verbs'

interface Props {
  readonly editor: Editor
  readonly record: Annotation
  readonly frame: number
  readonly disabled: boolean
}

const ON_TRACK = [
  'scene.key',
  'scene.drop-key',
  'scene.follow-back',
  'scene.follow',
  'scene.begin',
  'scene.end',
  'scene.split-track',
  'scene.heading',
  'scene.one-size',
]

/** What of a track changes over time: whether it is hidden, and its attributes, from this frame on. */
export function TrackDetails({ editor, record, frame, disabled }: Props) {
  const { t } = useTranslation('scene')
  const schema = useValue(editor.schema)
  const track = trackOf(record)
  const now = track && keyAt(track, frame)
  if (!now) return null
  const change = (edit: (track: Track<Cuboid>) => Track<Cuboid>) =>
    editor.edit('editor:edit.attributes', (tx) =>
      tx.update(record.id, (one) => {
        const current = trackOf(one)
        return current ? withData(one, edit(current)) : one
      }),
    )
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('time.track')}</h2>
      <Verbs ids={ON_TRACK} />
      <h2 className={classes.heading}>{t('time.title')}</h2>
      <div className={classes.field}>
        <span className={classes.fieldName}>{t('time.occluded')}</span>
        <Checkbox
          aria-label={t('time.occluded')}
          checked={now.occluded}
          disabled={disabled}
          onChange={(event) => {
            const { checked } = event.currentTarget
            change((one) => withOccludedFrom(one, frame, checked))
          }}
        />
      </div>
      <AttributeFields
        attributes={findLabel(schema, record.label)?.attributes ?? []}
        all={[{ ...record.attributes, ...now.attributes }]}
        disabled={disabled}
        onChange={(name, value) => change((one) => withAttributeFrom(one, frame, name, value))}
      />
    </section>
  )
}
