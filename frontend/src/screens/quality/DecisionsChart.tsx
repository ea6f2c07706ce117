import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { axis, Chart, type ChartColours, type Formats, legend, useFormats } from '../../ui'
import { worthShowing } from '../projects/overview'
import type { Figures } from './types'

const KINDS = [
  ['accepted', 'green'],
  ['returned', 'amber'],
] as const

/** Decisions of reviewers per day. */
export function DecisionsChart({ days }: { days: Figures['days'] }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const option = useCallback(
    (colours: ChartColours) => chart(worthShowing(days), colours, formats, t),
    [days, formats, t],
  )
  return <Chart label={t('summary.days')} height={180} option={option} />
}

function chart(
  days: readonly Figures['days'][number][],
  colours: ChartColours,
  formats: Formats,
  t: TFunction<'quality'>,
) {
  return {
    legend: legend(colours),
    grid: { left: 4, right: 4, top: 28, bottom: 4, containLabel: true },
    xAxis: {
      ...axis(colours),
      type: 'category',
      data: days.map(({ date }) => formats.day(date)),
      splitLine: { show: false },
    },
    yAxis: { ...axis(colours), type: 'value', minInterval: 1, axisLine: { show: false } },
    series: KINDS.map(([kind, tone]) => ({
      name: t(`summary.${kind}`),
      type: 'bar',
      stack: 'decisions',
      data: days.map((day) => day[kind]),
      itemStyle: { color: colours.fills[tone] },
      barMaxWidth: 18,
    })),
  }
}
