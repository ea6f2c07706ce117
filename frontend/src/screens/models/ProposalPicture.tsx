import { outlineOf } from '../../ui/grid/outline'
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
          <Shape proposal={each} />
          <Name proposal={each} size={width / 60} />
        </g>
      ))}
    </svg>
  )
}

function Shape({ proposal }: { proposal: TrialProposal }) {
  const { kind, label, data } = proposal
  const outline = outlineOf({ id: '', kind, label, data })
  if (!outline) return null
  return (
    <>
      {outline.d && <path d={outline.d} />}
      {outline.dots && <path d={outline.dots} className={classes.dots} />}
    </>
  )
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
