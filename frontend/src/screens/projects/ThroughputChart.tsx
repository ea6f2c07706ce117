import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { axis, Chart, type ChartColours, legend, useFormats } from '../../ui'
import { type Day, worthShowing } from './overview'

const KINDS = [
  ['submitted', 'violet'],
  ['accepted', 'green'],
  ['returned', 'amber'],
] as const

/** Tasks per day: handed in, accepted, returned. */
export function ThroughputChart({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const option = useCallback(
    (colours: ChartColours) => {
      const shown = worthShowing(days)
      return {
        legend: legend(colours),
        grid: { left: 4, right: 4, top: 32, bottom: 4, containLabel: true },
        xAxis: {
          ...axis(colours),
          type: 'category',
          data: shown.map(({ date }) => formats.day(date)),
          splitLine: { show: false },
        },
        yAxis: { ...axis(colours), type: 'value', minInterval: 1, axisLine: { show: false } },
        series: KINDS.map(([kind, tone]) => ({
          name: t(`chart.${kind}`),
          type: 'bar',
          data: shown.map((each) => each[kind]),
          itemStyle: { color: colours.fills[tone], borderRadius: [2, 2, 0, 0] },
          barMaxWidth: 10,
          barGap: '20%',
        })),
      }
    },
    [days, formats, t],
  )
  return <Chart label={t('overview.throughput')} height={240} option={option} />
}
