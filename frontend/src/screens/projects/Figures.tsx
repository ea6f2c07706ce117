import { useTranslation } from 'react-i18next'
import { Stat, Stats, useFormats } from '../../ui'
import type { Overview } from './overview'

/** The few figures that a manager looks at first. */
export function Figures({ overview }: { overview: Overview }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const { states, total, objects, quality, annotate_seconds } = overview
  const accepted = states.accepted ?? 0
  const done = accepted + (states.submitted ?? 0) + (states.in_review ?? 0)
  return (
    <Stats>
      <Stat
        label={t('figure.accepted')}
        value={formats.percent(accepted / total)}
        note={t('progress', { accepted: formats.number(accepted), total: formats.number(total) })}
      />
      <ForecastStat overview={overview} />
      <Stat
        label={t('figure.first-pass')}
        value={quality.first_pass === null ? '–' : formats.percent(quality.first_pass)}
        note={t('figure.reviewed', { count: quality.reviewed })}
      />
      <Stat
        label={t('figure.return-rate')}
        value={quality.return_rate === null ? '–' : formats.percent(quality.return_rate)}
        note={t('figure.returned', { count: quality.returned })}
      />
      <Stat
        label={t('figure.objects')}
        value={formats.number(objects)}
        note={done > 0 ? t('figure.per-task', { mean: formats.number(objects / done, 1) }) : null}
      />
      <Stat
        label={t('figure.per-object')}
        value={
          objects > 0 && annotate_seconds > 0 ? formats.duration(annotate_seconds / objects) : '–'
        }
        note={
          annotate_seconds > 0
            ? t('figure.time', { time: formats.duration(annotate_seconds) })
            : t('figure.no-time')
        }
      />
    </Stats>
  )
}

/** When it will be done at the pace of the last days, against the deadline. */
function ForecastStat({ overview }: { overview: Overview }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const { date, late_days: late, per_day: perDay, remaining } = overview.forecast
  if (!date) {
    const isDone = remaining === 0
    return (
      <Stat
        label={t('figure.forecast')}
        value={isDone ? t('figure.done') : '–'}
        note={isDone ? null : t('figure.no-forecast')}
      />
    )
  }
  if (late === null) {
    const pace = t('figure.pace', { pace: formats.number(perDay, 1) })
    return <Stat label={t('figure.forecast')} value={formats.date(date)} note={pace} />
  }
  return (
    <Stat
      label={t('figure.forecast')}
      value={formats.date(date)}
      note={t(late > 0 ? 'figure.late' : 'figure.in-time', { count: Math.abs(late) })}
      tone={late > 0 ? 'red' : 'green'}
    />
  )
}
