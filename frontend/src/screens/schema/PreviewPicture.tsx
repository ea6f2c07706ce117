import classes from './schema.module.css'
import type { DraftLabel } from './types'

interface Props {
  readonly labels: readonly DraftLabel[]
  readonly chosen: DraftLabel | undefined
}

const PLACES = [
  [16, 46, 66, 40],
  [104, 28, 40, 58],
  [166, 52, 56, 34],
] as const

/** The chosen label and its neighbours as they look on a picture: on dark and on light ground, side by side. */
export function PreviewPicture({ labels, chosen }: Props) {
  const at = Math.max(
    0,
    labels.findIndex(({ key }) => key === chosen?.key),
  )
  const shown = [labels[at], labels[at + 1] ?? labels[at - 1], labels[at + 2] ?? labels[at - 2]]
  return (
    <svg viewBox="0 0 240 104" className={classes.previewPicture} aria-hidden="true">
      <rect width="120" height="104" fill="#2b3036" />
      <rect x="120" width="120" height="104" fill="#d9dcd3" />
      <path d="M0 70 60 58l60 8v38H0z" fill="#3d444c" />
      <path d="M120 66l60-10 60 12v36H120z" fill="#b9bdb2" />
      {shown.map((label, index) => {
        const place = PLACES[index]
        return (
          label &&
          place && <Shape key={label.key} label={label} place={place} isChosen={index === 0} />
        )
      })}
    </svg>
  )
}

type Place = readonly [x: number, y: number, width: number, height: number]

interface ShapeProps {
  readonly label: DraftLabel
  readonly place: Place
  readonly isChosen: boolean
}

function Shape({ label, place, isChosen }: ShapeProps) {
  const [x, y, width, height] = place
  const line = {
    stroke: label.color,
    strokeWidth: isChosen ? 2 : 1.5,
    fill: label.color,
    fillOpacity: 0.18,
    strokeLinejoin: 'round' as const,
  }
  switch (label.kinds[0]) {
    case 'polygon':
      return <path d={polygonPath(place)} {...line} />
    case 'polyline':
      return <path d={polylinePath(place)} {...line} fill="none" />
    case 'points':
      return <path d={pointsPath(place)} {...line} strokeWidth={6} strokeLinecap="round" />
    case 'skeleton':
      return <path d={skeletonPath(label, place)} {...line} fill="none" strokeLinecap="round" />
    case 'rotated_box':
      return (
        <rect
          x={x}
          y={y}
          width={width}
          height={height * 0.7}
          transform={`rotate(14 ${x + width / 2} ${y + height / 2})`}
          {...line}
        />
      )
    case 'ellipse':
      return (
        <ellipse cx={x + width / 2} cy={y + height / 2} rx={width / 2} ry={height / 2} {...line} />
      )
    case 'tag':
      return <rect x={x} y={y} width={width} height={16} rx={8} {...line} fillOpacity={0.9} />
    default:
      return <rect x={x} y={y} width={width} height={height} {...line} />
  }
}

/** The lines of its template, and a dot at each point. */
function skeletonPath({ skeleton }: DraftLabel, [x, y, width, height]: Place): string {
  const at = new Map(
    skeleton?.points.map((p) => [p.key, `${x + p.x * width} ${y + p.y * height}`]) ?? [],
  )
  const lines = skeleton?.edges.map(([a, b]) => `M${at.get(a)}L${at.get(b)}`) ?? []
  return [...lines, ...[...at.values()].map((place) => `M${place}h.01`)].join('')
}

function polygonPath([x, y, width, height]: Place): string {
  return `M${x} ${y + height * 0.4}l${width * 0.4}-${height * 0.4} ${width * 0.6} ${height * 0.3}-${width * 0.15} ${height * 0.7}-${width * 0.6}-${height * 0.08}z`
}

function polylinePath([x, y, width, height]: Place): string {
  return `M${x} ${y + height}l${width * 0.35}-${height * 0.6} ${width * 0.3} ${height * 0.3} ${width * 0.35}-${height * 0.7}`
}

function pointsPath([x, y, width, height]: Place): string {
  return `M${x + 8} ${y + 8}h.01M${x + width / 2} ${y + height / 2}h.01M${x + width - 8} ${y + height - 10}h.01`
}
