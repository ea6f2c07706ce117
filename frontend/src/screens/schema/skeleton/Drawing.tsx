import { type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SkeletonPoint, SkeletonTemplate } from '../../../core/schema'
import { useText } from '../../../workbench/context'
import classes from './skeleton.module.css'
import { movedTo, type PairField, toggledPair, withPoint } from './template'

/** What a click does: add and move points, join them with lines, or pair left with right. */
export type Mode = 'points' | PairField

interface Props {
  readonly template: SkeletonTemplate
  readonly colour: string
  readonly mode: Mode
  readonly chosen: string | null
  readonly picture: string | null
  readonly onChoose: (key: string | null) => void
  readonly onChange: (template: SkeletonTemplate) => void
}

const SIDE = 400

/** The drawing itself: points are placed, dragged and joined by hand, or moved with the arrow keys. */
export function Drawing(props: Props) {
  const { template, colour, mode, chosen, picture, onChoose, onChange } = props
  const { t } = useTranslation('schema')
  const sheet = useRef<SVGSVGElement>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const placeOf = (event: PointerEvent) => {
    const { left, top, width, height } = sheet.current?.getBoundingClientRect() ?? new DOMRect()
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
  }
  const add = (event: PointerEvent) => {
    if (mode !== 'points') return onChoose(null)
    const name = t('skeleton.new-point', { number: template.points.length + 1 })
    const added = withPoint(template, placeOf(event), name, chosen)
    onChange(added.template)
    onChoose(added.key)
  }
  const press = (event: PointerEvent, key: string) => {
    event.stopPropagation()
    if (mode === 'points') {
      sheet.current?.setPointerCapture(event.pointerId)
      setDragged(key)
      onChoose(key)
    } else if (chosen === null || chosen === key) onChoose(chosen === key ? null : key)
    else {
      onChange(toggledPair(template, mode, chosen, key))
      onChoose(null)
    }
  }
  const drag = (event: PointerEvent) => {
    if (dragged === null) return
    const { x, y } = placeOf(event)
    onChange(movedTo(template, dragged, x, y))
  }
  return (
    <svg
      ref={sheet}
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      className={classes.sheet}
      data-mode={mode}
      role="application"
      aria-label={t('skeleton.drawing')}
      onPointerDown={add}
      onPointerMove={drag}
      onPointerUp={() => setDragged(null)}
      style={{ color: colour }}
    >
      {picture && <image href={picture} width={SIDE} height={SIDE} opacity="0.7" />}
      <Lines template={template} />
      {template.points.map((point, at) => (
        <Joint
          key={point.key}
          point={point}
          number={at + 1}
          isChosen={point.key === chosen}
          onPress={(event) => press(event, point.key)}
          onStep={(dx, dy) => onChange(movedTo(template, point.key, point.x + dx, point.y + dy))}
          onFocus={() => mode === 'points' && onChoose(point.key)}
        />
      ))}
    </svg>
  )
}

function Lines({ template }: { template: SkeletonTemplate }) {
  const at = new Map(template.points.map((point) => [point.key, point]))
  return (['mirror', 'edges'] as const).map((field) =>
    template[field].map(([from, to]) => {
      const [a, b] = [at.get(from), at.get(to)]
      if (!a || !b) return null
      return (
        <line
          key={`${field} ${from} ${to}`}
          className={classes[field]}
          x1={a.x * SIDE}
          y1={a.y * SIDE}
          x2={b.x * SIDE}
          y2={b.y * SIDE}
        />
      )
    }),
  )
}

interface JointProps {
  readonly point: SkeletonPoint
  readonly number: number
  readonly isChosen: boolean
  readonly onPress: (event: PointerEvent) => void
  readonly onStep: (dx: number, dy: number) => void
  readonly onFocus: () => void
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.01, 0],
  ArrowRight: [0.01, 0],
  ArrowUp: [0, -0.01],
  ArrowDown: [0, 0.01],
}

function Joint({ point, number, isChosen, onPress, onStep, onFocus }: JointProps) {
  const text = useText()
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={text(point.name)}
      aria-pressed={isChosen}
      className={classes.joint}
      data-chosen={isChosen || undefined}
      transform={`translate(${point.x * SIDE} ${point.y * SIDE})`}
      onPointerDown={onPress}
      onFocus={onFocus}
      onKeyDown={(event) => {
        const step = STEPS[event.key]
        if (!step) return
        event.preventDefault()
        onStep(...step)
      }}
    >
      <circle r="8" />
      <text>{number}</text>
    </g>
  )
}
