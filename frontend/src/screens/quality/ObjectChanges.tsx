import { useTranslation } from 'react-i18next'
import { Panel, Stat, Stats, useFormats } from '../../ui'
import classes from './quality.module.css'
import { type Figures, languageOf } from './types'

type Objects = NonNullable<Figures['changes']['objects']>
type Tracks = NonNullable<Figures['changes']['tracks']>

/** Objects of pictures beside those that reviewers made of them, and what was confused with what. */
export function ObjectChanges({ objects }: { objects: Objects }) {
  const { t } = useTranslation('quality')
  return (
    <>
      <Panel title={t('objects.title')}>
        <Scores objects={objects} />
      </Panel>
      <div className={classes.panels}>
        <Panel title={t('objects.labels')}>
          <Labels rows={objects.labels} />
        </Panel>
        {objects.confusions.length > 0 && (
          <Panel title={t('objects.confusions')}>
            <Confusions rows={objects.confusions} />
          </Panel>
        )}
      </div>
    </>
  )
}

function Scores({ objects }: { objects: Objects }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  const { iou, boundary_iou: outlines, oks, line_distance: apart } = objects.measures
  return (
    <Stats>
      <Stat
        label={t('objects.right')}
        value={percent(objects.recall)}
        note={t('changes.right', { low: percent(objects.low), high: percent(objects.high) })}
      />
      <Stat
        label={t('objects.f1')}
        value={percent(objects.f1)}
        note={t('objects.wrong', {
          missed: formats.number(objects.missed),
          extra: formats.number(objects.extra),
          relabelled: formats.number(objects.relabelled),
        })}
      />
      {iou !== null && (
        <Stat label={t('objects.iou')} value={percent(iou)} note={t('objects.iou-note')} />
      )}
      {outlines !== null && (
        <Stat
          label={t('objects.outlines')}
          value={percent(outlines)}
          note={t('objects.outlines-note')}
        />
      )}
      {oks !== null && (
        <Stat label={t('objects.oks')} value={percent(oks)} note={t('objects.oks-note')} />
      )}
      {apart !== null && (
        <Stat
          label={t('objects.lines')}
          value={t('objects.pixels', { distance: formats.number(apart, 1) })}
          note={t('objects.lines-note')}
        />
      )}
    </Stats>
  )
}

function Labels({ rows }: { rows: Objects['labels'] }) {
  const { t, i18n } = useTranslation('quality')
  const formats = useFormats()
  const language = languageOf(i18n.language)
  return (
    <table className={classes.ratings}>
      <thead>
        <tr>
          <th>{t('objects.label')}</th>
          <th>{t('objects.kept')}</th>
          <th>{t('objects.missed')}</th>
          <th>{t('objects.extra')}</th>
          <th title={t('objects.f1-help')}>{t('objects.f1-short')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <td>{row.name?.[language] ?? row.label}</td>
            <td>{formats.number(row.right)}</td>
            <td>{formats.number(row.missed)}</td>
            <td>{formats.number(row.extra)}</td>
            <td>{row.f1 === null ? '–' : formats.percent(row.f1, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Confusions({ rows }: { rows: Objects['confusions'] }) {
  const { i18n } = useTranslation('quality')
  const formats = useFormats()
  const language = languageOf(i18n.language)
  return (
    <ul className={classes.corrections}>
      {rows.map((row) => (
        <li key={`${row.found}\u0000${row.right}`}>
          <span className={classes.pair} dir="auto">
            <del>{row.found_name?.[language] ?? row.found}</del>
            <span aria-hidden>→</span>
            <ins>{row.right_name?.[language] ?? row.right}</ins>
          </span>
          <span className={classes.barFigures}>{formats.number(row.count)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Tracks of videos and scenes beside those that reviewers made of them. */
export function TrackChanges({ tracks }: { tracks: Tracks }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  return (
    <Panel title={t('tracks.title')}>
      <Stats>
        <Stat
          label={t('tracks.hota')}
          value={percent(tracks.hota)}
          note={t('tracks.hota-note', {
            detection: percent(tracks.detection),
            association: percent(tracks.association),
          })}
        />
        <Stat
          label={t('tracks.mota')}
          value={percent(tracks.mota)}
          note={t('tracks.mota-note', { switches: formats.number(tracks.switches) })}
        />
        <Stat label={t('tracks.idf1')} value={percent(tracks.idf1)} note={t('tracks.idf1-note')} />
      </Stats>
    </Panel>
  )
}
