import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { FromFrame } from '../../workbench/panels/FromFrame'
import classes from '../../workbench/panels/panels.module.css'
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
  const track = trackOf(record)
  const now = track && keyAt(track, frame)
  if (!now) return null
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('time.track')}</h2>
      <Verbs ids={ON_TRACK} />
      <h2 className={classes.heading}>{t('time.title')}</h2>
      <FromFrame
        editor={editor}
        record={record}
        trackOf={trackOf}
        now={now}
        occluded={t('time.occluded')}
        disabled={disabled}
      />
    </section>
  )
}
