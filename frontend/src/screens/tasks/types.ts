import type { Reference } from '../../app/project'

export const TASK_STATES = [
  'new',
  'claimed',
  'in_progress',
  'submitted',
  'in_review',
  'accepted',
  'returned',
  'skipped',
] as const
export type TaskState = (typeof TASK_STATES)[number]

/** What `GET /api/v1/projects/{project}/tasks` lists. */
export interface TaskRow {
  readonly id: string
  readonly number: number
  readonly state: TaskState
  readonly priority: number
  readonly round: number
  readonly asset: {
    readonly id: string
    readonly name: string
    readonly width: number | null
    readonly height: number | null
    readonly thumbnail_url: string | null
  }
  readonly batch: Reference | null
  readonly assignee: Reference | null
  readonly annotator: Reference | null
  readonly reviewer: Reference | null
  readonly lease: { readonly user: Reference; readonly until: string } | null
  readonly skip_reason: string
  readonly annotate_seconds: number
  readonly review_seconds: number
  readonly object_count: number
  /** What quality counts: issues, findings. */
  readonly counts: Readonly<Record<string, number>>
  readonly submitted_at: string | null
  readonly reviewed_at: string | null
}

export interface TaskCounts {
  readonly total: number
  readonly unbatched: number
  readonly states: Readonly<Partial<Record<TaskState, number>>>
}

export interface BatchRef extends Reference {
  readonly state: string
}

export interface ParticipantRef extends Reference {
  readonly roles: readonly string[]
}

export interface BulkResult {
  readonly changed: number
  /** Task ids by the reason why they stayed as they were. */
  readonly refused: Readonly<Record<string, readonly string[]>>
}

/** Ticked rows, or all tasks that match the filters of the list, loaded or not. */
export interface Chosen {
  readonly tasks: readonly TaskRow[]
  readonly matching: Matching | null
}

export interface Matching {
  readonly query: Readonly<Record<string, string>>
  readonly counts: TaskCounts
}

export type BulkAction =
  | { readonly action: 'assign'; readonly assignee: string | null }
  | { readonly action: 'prioritise'; readonly priority: number }
  | { readonly action: 'batch'; readonly batch: string | null }
  | { readonly action: 'reopen' | 'free' }
