import type { Project } from '../../app/project'

export const REVIEW = ['all', 'sample', 'none'] as const
export const COMBINE = ['median', 'mean'] as const
export type Combine = (typeof COMBINE)[number]
export const MOST_ANSWERS = 10
export type Review = (typeof REVIEW)[number]

/** The form's own copy of what can be changed. */
export interface Settings {
  readonly name: string
  readonly description: string
  /** Id of an organisation, '' for none. */
  readonly client: string
  /** `2026-03-14`, '' for none. */
  readonly deadline: string
  readonly languages: readonly string[]
  readonly review: Review
  /** Per cent. */
  readonly share: number
  /** Minutes. */
  readonly lease: number
  /** People who answer each task, none seeing the others. */
  readonly answers: number
  readonly combine: Combine
  readonly deliverAnswers: boolean
}

const isReview = (value: unknown): value is Review => REVIEW.some((one) => one === value)
const numberOr = (value: unknown, otherwise: number) =>
  typeof value === 'number' ? value : otherwise

export function settingsOf(project: Project): Settings {
  const workflow = project.workflow ?? {}
  return {
    name: project.name,
    description: project.description ?? '',
    client: project.client?.id ?? '',
    deadline: project.deadline ?? '',
    languages: project.languages,
    review: isReview(workflow.review) ? workflow.review : 'all',
    share: Math.round(numberOr(workflow.review_share, 1) * 100),
    lease: numberOr(workflow.lease_minutes, 30),
    answers: numberOr(workflow.answers, 1),
    combine: workflow.combine === 'mean' ? 'mean' : 'median',
    deliverAnswers: workflow.deliver_answers === true,
  }
}

/** The body of the request: only what differs, so that two managers do not undo each other. */
export function changesOf(before: Settings, after: Settings): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  if (after.name.trim() !== before.name) changes.name = after.name.trim()
  if (after.description !== before.description) changes.description = after.description
  if (after.client !== before.client) changes.client = after.client || null
  if (after.deadline !== before.deadline) changes.deadline = after.deadline || null
  if (after.languages.join() !== before.languages.join()) changes.languages = after.languages
  const workflow = workflowChanges(before, after)
  if (Object.keys(workflow).length > 0) changes.workflow = workflow
  return changes
}

function workflowChanges(before: Settings, after: Settings): Record<string, unknown> {
  return {
    ...(after.review === before.review ? {} : { review: after.review }),
    ...(after.share === before.share ? {} : { review_share: after.share / 100 }),
    ...(after.lease === before.lease ? {} : { lease_minutes: after.lease }),
    ...(after.answers === before.answers ? {} : { answers: after.answers }),
    ...(after.combine === before.combine ? {} : { combine: after.combine }),
    ...(after.deliverAnswers === before.deliverAnswers
      ? {}
      : { deliver_answers: after.deliverAnswers }),
  }
}
