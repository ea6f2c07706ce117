import { Skeleton, useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SANS } from '../../app/theme'
import { type ChartColours, chartColours } from './palette'

export interface ChartProps {
  /** What the chart says, for those who do not see it. */
  readonly label: string
  readonly height: number
  /** Called again when data, theme or language change; keep it in a useCallback. */
  readonly option: (colours: ChartColours) => EChartsCoreOption
  readonly onClick?: (event: { readonly name: string; readonly dataIndex: number }) => void
}

/** A chart in the theme's colours; its library comes when the first one is shown. */
export function Chart({ label, height, option, onClick }: ChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType | null>(null)
  const { i18n } = useTranslation()
  const scheme = useComputedColorScheme('light')
  const click = useRef(onClick)
  click.current = onClick

  useEffect(() => {
    const element = host.current
    if (!element) return
    let made: EChartsType | null = null
    let gone = false
    const observer = new ResizeObserver(() => made?.resize())
    void import('./echarts').then(({ init }) => {
      if (gone) return
      made = init(element, null, { renderer: 'svg' })
      made.on('click', (event) => {
        click.current?.({ name: String(event.name), dataIndex: Number(event.dataIndex) })
      })
      observer.observe(element)
      setChart(made)
    })
    return () => {
      gone = true
      observer.disconnect()
      made?.dispose()
      setChart(null)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the language changes what formatters write
  useEffect(() => {
    if (!chart) return
    const colours = chartColours(scheme === 'dark')
    chart.setOption({ ...base(colours), ...option(colours) }, { notMerge: true })
  }, [chart, option, scheme, i18n.language])

  return (
    <div style={{ position: 'relative', height }}>
      {!chart && <Skeleton height={height} />}
      <div ref={host} role="img" aria-label={label} style={{ position: 'absolute', inset: 0 }} />
    </div>
  )
}

function base(colours: ChartColours): EChartsCoreOption {
  return {
    animationDuration: 200,
    color: [...colours.series],
    textStyle: { fontFamily: SANS, fontSize: 11, color: colours.text },
    grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: tooltip(colours),
  }
}

function tooltip(colours: ChartColours) {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: colours.raised,
    borderColor: colours.line,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: colours.text, fontSize: 12 },
  }
}

/** An axis as quiet as the rest: pass it to `xAxis` and `yAxis` and add to it. */
export function axis(colours: ChartColours) {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.faint, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colours.line, type: 'dashed' as const } },
  }
}

/** Names of the series at the top right, beside nothing that could cover them. */
export function legend(colours: ChartColours) {
  return {
    top: 0,
    right: 0,
    itemGap: 14,
    itemWidth: 10,
    itemHeight: 10,
    icon: 'roundRect',
    textStyle: { color: colours.text, fontSize: 12 },
  }
}
