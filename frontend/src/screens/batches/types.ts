import type { Verdict } from '../../app/project'
import type { TaskState } from '../tasks/types'

/** What `GET /api/v1/projects/{project}/batches` lists. */
export interface BatchRow {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly priority: number
  readonly due: string | null
  readonly answers: number | null
  readonly created_at: string
  readonly tasks: number
  readonly objects: number
  readonly states: Readonly<Partial<Record<TaskState, number>>>
  /** Moves that the state allows, and whether this person may make them. */
  readonly can: Readonly<Record<string, Verdict>>
}
