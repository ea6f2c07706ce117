import classes from './Meter.module.css'
import type { Tone } from './StateBadge'

export interface Part {
  readonly value: number
  readonly tone: Tone
  readonly label: string
}

export interface MeterProps {
  readonly parts: readonly Part[]
  /** What a full bar is; the sum of the parts unless it is more. */
  readonly total?: number
  readonly height?: number
  readonly label: string
}

/** Parts of a whole in one bar. */
export function Meter({ parts, total, height = 6, label }: MeterProps) {
  const sum = parts.reduce((all, part) => all + part.value, 0)
  const whole = Math.max(total ?? 0, sum)
  return (
    <div className={classes.meter} style={{ height }} role="img" aria-label={label}>
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <span
            key={part.label}
            className={classes.part}
            data-tone={part.tone}
            title={`${part.label}: ${part.value}`}
            style={{ width: `${(100 * part.value) / whole}%` }}
          />
        ))}
    </div>
  )
}
