import classes from './models.module.css'
import type { Trial, TrialProposal } from './types'

interface ProposalPictureProps {
  readonly trial: Trial
  readonly proposals: readonly TrialProposal[]
}

type Point = readonly [number, number]

/** An image with what a model would propose drawn on it. */
export function ProposalPicture({ trial, proposals }: ProposalPictureProps) {
  const { width, height } = trial
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={trial.name}
    >
      <image href={trial.image} width={width} height={height} preserveAspectRatio="none" />
      {proposals.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: proposals are told apart by their place alone
        <g key={index}>
          <Shape proposal={each} dot={width / 200} />
          <Name proposal={each} size={width / 60} />
        </g>
      ))}
    </svg>
  )
}

function Shape({ proposal, dot }: { proposal: TrialProposal; dot: number }) {
  const { kind, data } = proposal
  const points = (data.points ?? []) as readonly Point[]
  const number = (key: string) => Number(data[key] ?? 0)
  switch (kind) {
    case 'box':
      return (
        <rect x={number('x')} y={number('y')} width={number('width')} height={number('height')} />
      )
    case 'rotated_box':
      return (
        <rect
          x={number('cx') - number('width') / 2}
          y={number('cy') - number('height') / 2}
          width={number('width')}
          height={number('height')}
          transform={`rotate(${(number('angle') * 180) / Math.PI} ${number('cx')} ${number('cy')})`}
        />
      )
    case 'polygon':
      return <polygon points={points.join(' ')} />
    case 'polyline':
      return <polyline points={points.join(' ')} />
    default:
      return points.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r={dot} />)
  }
}

/** Label and score at the shape's upper left; what speaks of the whole image has it in the corner. */
function Name({ proposal, size }: { proposal: TrialProposal; size: number }) {
  const { data, label, score } = proposal
  const points = (data.points ?? []) as readonly Point[]
  const x = Number(data.x ?? data.cx ?? points[0]?.[0] ?? size)
  const y = Number(data.y ?? data.cy ?? points[0]?.[1] ?? 2 * size)
  return (
    <text x={x} y={Math.max(size, y - size / 4)} fontSize={size}>
      {label} {score.toFixed(2)}
    </text>
  )
}
