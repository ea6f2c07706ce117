import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { Chart, type ChartColours } from '../../ui'
import { useFormats } from '../../ui/format'
import classes from './models.module.css'
import type { LabelFigures, Metrics, Model, Prelabeler } from './types'
import { useText } from './use-text'

/** What was measured on images kept aside, label by label, or what the file or server says of itself. */
export function ModelFigures({ model }: { model: Model }) {
  const { labels, facts } = model.metrics
  return (
    <div className={classes.figures}>
      {labels && <Measured metrics={model.metrics} labels={labels} />}
      {facts && Object.keys(facts).length > 0 && <Facts facts={facts} />}
      <Settings model={model} />
    </div>
  )
}

interface MeasuredProps {
  readonly metrics: Metrics
  readonly labels: Readonly<Record<string, LabelFigures>>
}

function Measured({ metrics, labels }: MeasuredProps) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const share = (value: number | undefined) => (value === undefined ? '–' : formats.percent(value))
  const within = (value: number | undefined, interval: readonly [number, number] | undefined) =>
    value === undefined || !interval
      ? share(value)
      : t('share-interval', {
          share: share(value),
          low: formats.percent(interval[0]),
          high: formats.percent(interval[1]),
        })
  return (
    <>
      <p className={classes.note}>
        {t('measured', {
          training: metrics.training_pictures,
          measured: metrics.measured_pictures,
          seconds: formats.number(metrics.seconds_per_picture ?? 0, 2),
          precision: formats.percent(metrics.needed?.precision ?? 0),
          recall: formats.percent(metrics.needed?.recall ?? 0),
        })}
      </p>
      <div className={classes.measured}>
        <table className={classes.table}>
          <thead>
            <tr>
              {['label', 'examples', 'objects', 'ap', 'precision', 'recall', 'offered'].map(
                (column) => (
                  <th key={column}>{t(`column.${column}`)}</th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {Object.entries(labels).map(([label, figures]) => (
              <tr key={label} data-off={!figures.worth_it || undefined}>
                <td>{label}</td>
                <td>{formats.number(figures.examples)}</td>
                <td>{formats.number(figures.objects)}</td>
                <td>{share(figures.average_precision)}</td>
                <td>{within(figures.precision, figures.precision_interval)}</td>
                <td>{within(figures.recall, figures.recall_interval)}</td>
                <td>
                  <Offered figures={figures} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Curves labels={labels} />
      </div>
    </>
  )
}

/** Whether a label is proposed, and what it would take. */
function Offered({ figures }: { figures: LabelFigures }) {
  const { t } = useTranslation('prelabel')
  if (figures.worth_it) return <>{t('offered.yes')}</>
  if (figures.more) return <>{t('offered.more', { count: figures.more })}</>
  return <>{t(figures.skipped ? 'offered.few' : 'offered.hardly')}</>
}

/** Precision over recall, one line per label. */
function Curves({ labels }: { labels: MeasuredProps['labels'] }) {
  const { t } = useTranslation('prelabel')
  const option = useCallback(
    (colours: ChartColours) => ({
      grid: { left: 36, right: 12, top: 14, bottom: 34 },
      legend: { show: false },
      tooltip: { trigger: 'item' },
      xAxis: axisOf(t('column.recall'), colours),
      yAxis: axisOf(t('column.precision'), colours),
      series: Object.entries(labels)
        .filter(([, { curve }]) => curve && curve.length > 1)
        .map(([name, { curve }]) => ({
          name,
          type: 'line',
          showSymbol: false,
          data: curve?.map(([, precision, recall]) => [recall, precision]),
        })),
    }),
    [labels, t],
  )
  if (!Object.values(labels).some(({ curve }) => curve && curve.length > 1)) return null
  return <Chart label={t('curve')} height={170} option={option} />
}

function axisOf(name: string, colours: ChartColours) {
  return {
    type: 'value',
    min: 0,
    max: 1,
    name,
    nameLocation: 'middle',
    nameGap: 22,
    interval: 0.25,
    axisLabel: { color: colours.text },
    splitLine: { lineStyle: { color: colours.line } },
  }
}

function Facts({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('prelabel')
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(([key, value]) => (
        <div key={key}>
          <dt>{t(`fact.${key}`, { defaultValue: key })}</dt>
          <dd>{said(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The settings as the form that made them calls them. */
function Settings({ model }: { model: Model }) {
  const text = useText()
  const ways = useGet<readonly Prelabeler[]>('/api/v1/prelabelers', {}, { staleTime: 3_600_000 })
  const fields = ways.data?.find((way) => way.slug === model.prelabeler)?.fields ?? []
  const given = fields.flatMap((field) => {
    const value = model.config[field.key]
    const option = field.options.find(({ key }) => key === value)
    const shown = option ? text(option.name) : said(value ?? '')
    return shown ? [{ key: field.key, title: text(field.title), shown }] : []
  })
  if (given.length === 0) return null
  return (
    <dl className={classes.facts}>
      {given.map(({ key, title, shown }) => (
        <div key={key}>
          <dt>{title}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A value as short text: "640, 640", "car → vehicle". */
function said(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, 20).map(said).join(', ')
    return value.length > 20 ? `${shown} …` : shown
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${key} → ${said(item)}`)
      .join(', ')
  }
  return String(value)
}
