import classes from './schema.module.css'
import type { DraftLabel } from './types'

interface Props {
  readonly labels: readonly DraftLabel[]
  readonly chosen: DraftLabel | undefined
  readonly modality: string
}

const PLACES = [
  [16, 46, 66, 40],
  [104, 28, 40, 58],
  [166, 52, 56, 34],
] as const

/** Where the labels of a recording stand: a lane each. */
const LANES = [
  [16, 44, 96, 16],
  [84, 64, 60, 16],
  [150, 84, 72, 16],
] as const

/** The chosen label and its neighbours as they look on what is labelled. */
export function PreviewPicture({ labels, chosen, modality }: Props) {
  const at = Math.max(
    0,
    labels.findIndex(({ key }) => key === chosen?.key),
  )
  const shown = [labels[at], labels[at + 1] ?? labels[at - 1], labels[at + 2] ?? labels[at - 2]]
  const Ground = GROUNDS[modality] ?? Street
  const places = modality === 'audio' ? LANES : PLACES
  return (
    <svg viewBox="0 0 240 104" className={classes.previewPicture} aria-hidden="true">
      <Ground />
      {shown.map((label, index) => {
        const place = places[index]
        return (
          label &&
          place && <Shape key={label.key} label={label} place={place} isChosen={index === 0} />
        )
      })}
    </svg>
  )
}

/** Dark and light ground, side by side. */
function Street() {
  return (
    <>
      <rect width="120" height="104" fill="#2b3036" />
      <rect x="120" width="120" height="104" fill="#d9dcd3" />
      <path d="M0 70 60 58l60 8v38H0z" fill="#3d444c" />
      <path d="M120 66l60-10 60 12v36H120z" fill="#b9bdb2" />
    </>
  )
}

/** Rings of a lidar, seen from behind it. */
function Sweep() {
  return (
    <>
      <rect width="240" height="104" fill="#14171b" />
      <g
        fill="none"
        stroke="#7f8b99"
        strokeWidth="1.2"
        strokeDasharray="0.1 4"
        strokeLinecap="round"
      >
        {[14, 24, 34, 46, 60, 76, 94].map((y) => (
          <path key={y} d={`M-10 ${y + 6}q130-${y / 6} 260 0`} />
        ))}
      </g>
    </>
  )
}

/** A waveform above its lanes. */
function Wave() {
  const heights = [2, 5, 12, 9, 14, 6, 2, 1, 4, 11, 15, 8, 3, 1, 1, 6, 13, 9, 14, 10, 4, 2, 1, 1]
  return (
    <>
      <rect width="240" height="104" className={classes.previewGround} />
      <path
        d={heights.map((height, at) => `M${10 * at + 5} ${20 - height}v${2 * height}`).join('')}
        className={classes.previewWave}
      />
    </>
  )
}

const GROUNDS: Readonly<Record<string, () => React.ReactNode>> = { scene: Sweep, audio: Wave }

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
  const kind = label.kinds[0] ?? ''
  const path = PATHS[kind]
  if (path) return <path d={path(place, label)} {...line} {...STROKES[kind]} />
  switch (kind) {
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
    case 'segment':
      return <rect x={x} y={y} width={width} height={16} {...line} fillOpacity={0.35} />
    case 'tag':
      return <rect x={x} y={y} width={width} height={16} rx={8} {...line} fillOpacity={0.9} />
    default:
      return <rect x={x} y={y} width={width} height={height} {...line} />
  }
}

/** Kinds that are lines, and not simply a box or an ellipse. */
const PATHS: Readonly<Record<string, (place: Place, label: DraftLabel) => string>> = {
  polygon: polygonPath,
  polygon3d: polygonPath,
  mask: polygonPath,
  polyline: polylinePath,
  polyline3d: polylinePath,
  points: pointsPath,
  point_labels: sweptPath,
  skeleton: skeletonPath,
  cuboid: cubePath,
  cuboid2d: cubePath,
  time_point: ([x, y]) => `M${x} ${y}v16M${x - 4} ${y}h8`,
}

/** How their lines differ from the edge of an area. */
const STROKES: Readonly<Record<string, React.SVGProps<SVGPathElement>>> = {
  polyline: { fill: 'none' },
  polyline3d: { fill: 'none' },
  points: { strokeWidth: 6, strokeLinecap: 'round' },
  point_labels: { strokeWidth: 3, strokeLinecap: 'round' },
  skeleton: { fill: 'none', strokeLinecap: 'round' },
}

/** The lines of its template, and a dot at each point. */
function skeletonPath([x, y, width, height]: Place, { skeleton }: DraftLabel): string {
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

/** A box in space: its front, and the edges that run away from it. */
function cubePath([x, y, width, height]: Place): string {
  const [depth, front] = [width / 4, width * 0.75]
  return (
    `M${x} ${y + depth}h${front}v${height - depth}h${-front}z` +
    `M${x} ${y + depth}l${depth}-${depth}h${front}l${-depth} ${depth}` +
    `M${x + width} ${y}v${height - depth}l${-depth} ${depth}`
  )
}

/** The points that a lidar leaves on a thing, row by row. */
function sweptPath([x, y, width, height]: Place): string {
  const rows = Array.from({ length: Math.floor(height / 7) }, (_, at) => y + 7 * at)
  const inRow = Array.from({ length: Math.floor(width / 5) }, (_, at) => x + 5 * at)
  return rows.flatMap((row) => inRow.map((column) => `M${column} ${row}h.01`)).join('')
}
