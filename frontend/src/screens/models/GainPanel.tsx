import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { useFormats } from '../../ui/format'
import { Meter } from '../../ui/Meter'
import { Panel, Stat } from '../../ui/Panel'
import classes from './models.module.css'
import { GAIN, type Gain, type ModelGain } from './types'

const OUTCOMES = [
  ['kept', 'green'],
  ['adjusted', 'blue'],
  ['rejected', 'red'],
  ['ignored', 'amber'],
  ['open', 'grey'],
] as const

/** What became of every suggestion, and the time per object with and without. */
export function GainPanel() {
  const { t } = useTranslation('prelabel')
  const project = useProject()
  const { data } = useGet<Gain>(GAIN, { params: { path: { project: project.id } } })
  return (
    <Panel title={t('gain.title')}>
      {data && <Times time={data.time} />}
      {data?.models.length === 0 && <p className={classes.note}>{t('gain.none')}</p>}
      {data?.models.map((model) => (
        <Outcomes key={model.id} model={model} />
      ))}
    </Panel>
  )
}

type Pace = 'seconds_per_object' | 'seconds_per_minute'

function Times({ time }: { time: Gain['time'] }) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const { with: helped, without } = time
  const spoken = helped.seconds_per_minute !== null || without.seconds_per_minute !== null
  const pace: Pace = spoken ? 'seconds_per_minute' : 'seconds_per_object'
  const seconds = (value: number | null) =>
    value === null ? '–' : t('gain.seconds', { seconds: formats.number(value, 1) })
  const before = without[pace]
  const after = helped[pace]
  const saved = after !== null && before ? 1 - after / before : null
  const inAll =
    time.saved !== null && time.saved > 0
      ? { note: t('gain.saved-all', { time: formats.duration(time.saved) }) }
      : {}
  return (
    <>
      <div className={classes.times}>
        <Stat
          label={t('gain.with')}
          value={seconds(after)}
          note={t('gain.tasks', { count: helped.tasks })}
        />
        <Stat
          label={t('gain.without')}
          value={seconds(before)}
          note={t('gain.tasks', { count: without.tasks })}
        />
        <Stat
          label={t('gain.saved')}
          value={saved === null ? '–' : formats.percent(saved)}
          {...(saved === null ? {} : { tone: saved >= 0 ? ('green' as const) : ('red' as const) })}
          {...inAll}
        />
      </div>
      <p className={classes.medians}>{t(spoken ? 'gain.median-minute' : 'gain.median')}</p>
    </>
  )
}

function Outcomes({ model }: { model: ModelGain }) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  return (
    <div className={classes.outcome}>
      <div className={classes.outcomeHead}>
        <strong>
          {model.name} <span className={classes.quiet}>v{model.version}</span>
        </strong>
        <span>
          {model.kept_share === null
            ? t('gain.undecided')
            : t('gain.useful', { share: formats.percent(model.kept_share) })}
        </span>
      </div>
      <Meter
        height={10}
        label={t('gain.title')}
        parts={OUTCOMES.map(([key, tone]) => ({
          value: model[key],
          tone,
          label: t(`outcome.${key}`),
        }))}
      />
      <ul className={classes.legend}>
        {OUTCOMES.filter(([key]) => model[key] > 0).map(([key, tone]) => (
          <li key={key} data-tone={tone}>
            {t(`outcome.${key}`)} <b>{formats.number(model[key])}</b>
          </li>
        ))}
      </ul>
      {model.words && (
        <p className={classes.note}>
          {t('gain.words', {
            share: formats.percent(model.words.rate, 1),
            wrong: formats.number(model.words.wrong),
            of: formats.number(model.words.of),
          })}
        </p>
      )}
      {model.adjusted_overlap !== null && (
        <p className={classes.note}>
          {t('gain.overlap', { share: formats.percent(model.adjusted_overlap) })}
        </p>
      )}
    </div>
  )
}
