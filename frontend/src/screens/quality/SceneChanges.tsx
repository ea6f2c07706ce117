import { useTranslation } from 'react-i18next'
import { Panel, Stat, Stats, useFormats } from '../../ui'
import classes from './quality.module.css'
import { type Figures, languageOf } from './types'

type Boxes = NonNullable<Figures['changes']['boxes']>
type Points = NonNullable<Figures['changes']['points']>

const COLUMNS = ['bin', 'right', 'missed', 'extra', 'f1', 'bev', 'distance', 'heading'] as const

/** Boxes of scenes frame by frame beside those that reviewers made of them, by their distance from the vehicle. */
export function BoxChanges({ boxes }: { boxes: Boxes }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { percent, number, degrees } = useBoxFigures()
  return (
    <Panel title={t('boxes.title')}>
      <Scores boxes={boxes} />
      <table className={classes.ratings}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column}>{t(`boxes.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {boxes.bins.map((row) => (
            <tr key={row.bin}>
              <td>{t(`boxes.bins.${row.bin}`, { defaultValue: row.bin })}</td>
              <td>{formats.number(row.right)}</td>
              <td>{formats.number(row.missed)}</td>
              <td>{formats.number(row.extra)}</td>
              <td>{percent(row.f1)}</td>
              <td>{percent(row.bev)}</td>
              <td>{t('boxes.metres', { distance: number(row.distance) })}</td>
              <td>{degrees(row.heading)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function useBoxFigures() {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  const number = (value: number | null) => (value === null ? '–' : formats.number(value, 2))
  const degrees = (angle: number | null) =>
    angle === null ? '–' : t('boxes.degrees', { angle: formats.number((angle * 180) / Math.PI, 1) })
  return { percent, number, degrees }
}

function Scores({ boxes }: { boxes: Boxes }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { percent, number, degrees } = useBoxFigures()
  return (
    <Stats>
      <Stat
        label={t('boxes.f1')}
        value={percent(boxes.f1)}
        note={t('boxes.f1-note', {
          missed: formats.number(boxes.missed),
          extra: formats.number(boxes.extra),
        })}
      />
      <Stat
        label={t('boxes.bev')}
        value={percent(boxes.bev)}
        note={t('boxes.bev-note', { volume: percent(boxes.volume) })}
      />
      <Stat
        label={t('boxes.distance')}
        value={t('boxes.metres', { distance: number(boxes.distance) })}
        note={t('boxes.distance-note', { scale: percent(boxes.scale) })}
      />
      <Stat
        label={t('boxes.heading')}
        value={degrees(boxes.heading)}
        note={t('boxes.heading-note', { flips: percent(boxes.flips) })}
      />
      {boxes.velocity !== null && (
        <Stat
          label={t('boxes.velocity')}
          value={t('boxes.speed', { speed: number(boxes.velocity) })}
          note={t('boxes.velocity-note')}
        />
      )}
      {boxes.attribute !== null && (
        <Stat
          label={t('boxes.attribute')}
          value={percent(boxes.attribute)}
          note={t('boxes.attribute-note')}
        />
      )}
    </Stats>
  )
}

/** Labels of points beside those that reviewers made of them, the label that fares worst first. */
export function PointChanges({ points }: { points: Points }) {
  const { t, i18n } = useTranslation('quality')
  const formats = useFormats()
  const language = languageOf(i18n.language)
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  return (
    <Panel title={t('points.title')}>
      <Stats>
        <Stat label={t('points.iou')} value={percent(points.iou)} note={t('points.iou-note')} />
        <Stat
          label={t('points.quality')}
          value={percent(points.quality)}
          note={t('points.quality-note')}
        />
      </Stats>
      <table className={classes.ratings}>
        <thead>
          <tr>
            <th>{t('points.label')}</th>
            <th>{t('points.overlap')}</th>
          </tr>
        </thead>
        <tbody>
          {points.labels.map((row) => (
            <tr key={row.label}>
              <td>{row.name?.[language] ?? row.label}</td>
              <td>{percent(row.iou)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
