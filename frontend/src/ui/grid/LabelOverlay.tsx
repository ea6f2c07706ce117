import { memo } from 'react'
import { type Outline, outlineOf, type Shape } from './outline'
import classes from './ThumbnailGrid.module.css'

export interface LabelOverlayProps {
  /** Pixels of the original picture: the shapes' coordinates. */
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
  /** `#rrggbb` by label key. */
  readonly colours: Readonly<Record<string, string>>
  /** How the picture fills its place: `cover` crops it, `contain` shows all of it. */
  readonly fit?: 'cover' | 'contain'
}

const NO_COLOUR = '#9aa2ae'

/** Labels drawn over a thumbnail, in the picture's own coordinates. */
export const LabelOverlay = memo(function LabelOverlay(props: LabelOverlayProps) {
  const { width, height, shapes, colours, fit = 'contain' } = props
  return (
    <svg
      className={classes.overlay}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={fit === 'cover' ? 'xMidYMid slice' : 'xMidYMid meet'}
      aria-hidden="true"
    >
      {shapes.map((shape) => {
        const outline = outlineOf(shape)
        return (
          outline && (
            <Drawn key={shape.id} outline={outline} colour={colours[shape.label] ?? NO_COLOUR} />
          )
        )
      })}
    </svg>
  )
})

function Drawn({ outline, colour }: { outline: Outline; colour: string }) {
  const { d, closed, dots } = outline
  return (
    <>
      <path
        d={d}
        fill={closed ? colour : 'none'}
        fillOpacity={0.16}
        fillRule="evenodd"
        stroke={colour}
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      {dots && (
        // Lines without length under a round cap are dots whose size does not follow the zoom.
        <path
          d={dots}
          fill="none"
          stroke={colour}
          strokeWidth={4}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </>
  )
}
