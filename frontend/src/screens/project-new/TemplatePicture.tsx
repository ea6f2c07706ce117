import classes from './project-new.module.css'
import { RECORDINGS, RecordingPicture } from './RecordingPicture'

/** A street in a few shapes, or a recording, labelled the way the template does. */
export function TemplatePicture({ name }: { name: string }) {
  const Spans = RECORDINGS[name]
  if (Spans) {
    return (
      <RecordingPicture>
        <Spans />
      </RecordingPicture>
    )
  }
  const Labels = LABELS[name]
  return (
    <svg viewBox="0 0 240 135" className={classes.picture} aria-hidden="true">
      <rect width="240" height="135" className={classes.sky} />
      <path d="M0 34h36v-14h30v22h28V12h34v34h40V26h36v16h36v40H0z" className={classes.houses} />
      <path d="M0 82h240v53H0z" className={classes.road} />
      <path d="M112 82h16l58 53H54z" className={classes.lane} />
      <path d="M119 90h2l2 10h-6zM117 106h6l3 14h-12z" className={classes.mark} />
      <g className={classes.thing}>
        <path d="M32 92c2-10 6-16 12-16h24c6 0 12 6 14 14l8 3c3 1 4 4 4 8v5H26v-6c0-5 2-7 6-8z" />
        <circle cx="42" cy="107" r="6" />
        <circle cx="78" cy="107" r="6" />
        <path d="M158 74h16c4 0 8 5 9 10l6 2v9h-40v-8c4-4 5-13 9-13z" />
        <circle cx="211" cy="66" r="4" />
        <path d="M206 72h10l3 18-4 1 1 19h-4l-1-15-1 15h-4l1-19-4-1z" />
      </g>
      {Labels && <Labels />}
    </svg>
  )
}

/** Dots along lines, as a lidar leaves them: from a place to another, so many pixels apart. */
const dots = (x: number, y: number, to: number, step = 6): string =>
  Array.from({ length: Math.floor((to - x) / step) }, (_, i) => `M${x + i * step} ${y}h0`).join('')

/** What the laser meets in the street of the picture: houses, road, two vehicles, somebody on foot. */
const SWEEP = [
  {
    path: [28, 38, 48, 58, 68].map((y) => dots(4, y, 238)).join(''),
    colour: 'var(--gw-violet-fill)',
  },
  { path: [118, 124, 130].map((y) => dots(2, y, 240)).join(''), colour: 'var(--gw-amber-fill)' },
  {
    path: [82, 90, 98, 106].map((y) => dots(30, y, 92, 5)).join(''),
    colour: 'var(--gw-blue-fill)',
  },
  { path: [80, 87, 94].map((y) => dots(150, y, 190, 5)).join(''), colour: 'var(--gw-blue-fill)' },
  {
    path: [66, 74, 82, 90, 98, 106].map((y) => dots(207, y, 218, 4)).join(''),
    colour: 'var(--gw-red-fill)',
  },
]

const LABELS: Readonly<Record<string, () => React.ReactNode>> = {
  detection: () => (
    <g className={classes.boxes}>
      <Tag x={24} y={73} width={72} height={42} colour="var(--gw-blue-fill)" />
      <Tag x={147} y={71} width={44} height={26} colour="var(--gw-blue-fill)" />
      <Tag x={202} y={59} width={19} height={53} colour="var(--gw-red-fill)" />
    </g>
  ),
  'video-tracking': () => (
    <g>
      <path
        d="M150 100L88 96L60 94"
        fill="none"
        stroke="var(--gw-blue-fill)"
        strokeWidth="2"
        strokeDasharray="4 4"
      />
      <g className={classes.boxes}>
        <Tag x={24} y={73} width={72} height={42} colour="var(--gw-blue-fill)" />
        <Tag x={202} y={59} width={19} height={53} colour="var(--gw-red-fill)" />
      </g>
      <Lanes />
    </g>
  ),
  'video-events': () => <Lanes />,
  driving: () => (
    <g className={classes.boxes}>
      <Cube x={22} y={84} width={58} height={32} depth={16} colour="var(--gw-blue-fill)" />
      <Cube x={146} y={78} width={34} height={22} depth={12} colour="var(--gw-violet-fill)" />
      <Cube x={201} y={64} width={15} height={48} depth={7} colour="var(--gw-red-fill)" />
    </g>
  ),
  lanes: () => (
    <g fill="none" strokeWidth="2.5" strokeLinecap="round">
      <path d="M112 82L54 135" stroke="var(--gw-amber-fill)" />
      <path d="M128 82l58 53" stroke="var(--gw-amber-fill)" />
      <path d="M120 84v51" stroke="var(--gw-blue-fill)" strokeDasharray="7 6" />
      <path d="M96 82L2 116M144 82l94 34" stroke="var(--gw-violet-fill)" />
    </g>
  ),
  point_segmentation: () => (
    <g strokeWidth="2.4" strokeLinecap="round">
      {SWEEP.map(({ path, colour }) => (
        <path key={path} d={path} stroke={colour} />
      ))}
    </g>
  ),
  segmentation: () => (
    <g>
      <path
        d="M112 82h16l58 53H54z"
        fill="var(--gw-amber-fill)"
        fillOpacity="0.4"
        stroke="var(--gw-amber-fill)"
        strokeWidth="1.5"
      />
      <path
        d="M0 34h36v-14h30v22h28V12h34v34h40V26h36v16h36v40H0z"
        fill="var(--gw-violet-fill)"
        fillOpacity="0.34"
        stroke="var(--gw-violet-fill)"
        strokeWidth="1.5"
      />
      <path
        d="M32 92c2-10 6-16 12-16h24c6 0 12 6 14 14l8 3c3 1 4 4 4 8v5c0 3-60 9-68 0v-6c0-5 2-7 6-8z"
        fill="var(--gw-blue-fill)"
        fillOpacity="0.5"
        stroke="var(--gw-blue-fill)"
        strokeWidth="1.5"
      />
      <path
        d="M206 72h10l3 18-4 1 1 19h-4l-1-15-1 15h-4l1-19-4-1zM207 66a4 4 0 1 1 8 0 4 4 0 1 1-8 0z"
        fill="var(--gw-red-fill)"
        fillOpacity="0.5"
        stroke="var(--gw-red-fill)"
        strokeWidth="1.5"
      />
    </g>
  ),
  classification: () => (
    <g>
      {[
        [10, 72, 'var(--gw-green-fill)'],
        [28, 50, 'var(--gw-blue-fill)'],
        [46, 60, 'var(--gw-grey-fill)'],
      ].map(([y, width, colour], at) => (
        <g key={String(y)}>
          <rect
            x="12"
            y={Number(y)}
            width={Number(width)}
            height="13"
            rx="6.5"
            fill={String(colour)}
            fillOpacity={at === 2 ? 0.7 : 0.95}
          />
          <circle cx="20" cy={Number(y) + 6.5} r="3" fill="var(--gw-surface)" />
          <rect
            x="27"
            y={Number(y) + 5}
            width={Number(width) - 22}
            height="3"
            rx="1.5"
            fill="var(--gw-surface)"
          />
        </g>
      ))}
    </g>
  ),
}

function Tag(props: { x: number; y: number; width: number; height: number; colour: string }) {
  const { colour, ...box } = props
  return (
    <>
      <rect {...box} fill={colour} fillOpacity="0.14" stroke={colour} strokeWidth="2" />
      <rect x={props.x - 1} y={props.y - 7} width="22" height="7" fill={colour} />
    </>
  )
}

/** The edges of a box in space, its front filled. */
function Cube(props: {
  x: number
  y: number
  width: number
  height: number
  depth: number
  colour: string
}) {
  const { x, y, width, height, depth, colour } = props
  const [back, top] = [depth, -depth * 0.6]
  const edges = `M${x} ${y}l${back} ${top}h${width}l${-back} ${-top}M${x + width} ${y + height}l${back} ${top}v${-height}`
  return (
    <>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        fill={colour}
        fillOpacity="0.16"
        stroke={colour}
        strokeWidth="2"
      />
      <path d={edges} fill="none" stroke={colour} strokeWidth="2" strokeLinejoin="round" />
    </>
  )
}

/** The time line of a video: what is there when, and where somebody said so. */
function Lanes() {
  return (
    <g>
      <rect y="111" width="240" height="24" fill="var(--gw-surface)" fillOpacity="0.92" />
      <rect x="14" y="115" width="130" height="6" fill="var(--gw-blue-fill)" fillOpacity="0.6" />
      <rect x="96" y="125" width="120" height="6" fill="var(--gw-red-fill)" fillOpacity="0.6" />
      <path
        d="M14 114l4 4-4 4-4-4zM76 114l4 4-4 4-4-4zM144 114l4 4-4 4-4-4z"
        fill="var(--gw-blue-fill)"
      />
      <path d="M96 124l4 4-4 4-4-4zM216 124l4 4-4 4-4-4z" fill="var(--gw-red-fill)" />
      <path d="M112 109v26" stroke="var(--gw-text)" strokeWidth="1.5" />
    </g>
  )
}
