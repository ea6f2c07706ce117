import type { Reference } from '../../app/project'

/** What `GET /api/v1/my-work` answers. */
export interface WorkProject extends Reference {
  readonly modality: string
  readonly deadline: string | null
}

export interface LabelWork {
  readonly begun: number
  readonly returned: number
  readonly assigned: number
  readonly submitted: number
  readonly available: number
}

export interface ReviewWork {
  readonly begun: number
  /** Rework of what this person returned. */
  readonly again: number
  readonly available: number
}

export interface ProjectWork {
  readonly project: WorkProject
  readonly annotator: LabelWork | null
  readonly reviewer: ReviewWork | null
}

export interface WorkTask {
  readonly id: string
  readonly number: number
  readonly state: string
  readonly round: number
  readonly project: WorkProject
  readonly asset: {
    readonly id: string
    readonly name: string
    readonly width: number | null
    readonly height: number | null
    readonly thumbnail_url: string | null
  }
  readonly object_count: number
}

export interface ReturnedTask extends WorkTask {
  readonly returned_at: string | null
  readonly returned_by: string | null
  readonly return_reason: string | null
  readonly counts: Readonly<Record<string, number>>
}

/** A batch and whose next step it waits for. */
export interface WaitingBatch {
  readonly id: string
  readonly name: string
  readonly project: WorkProject
  readonly step: 'sample' | 'inspect' | 'deliver' | 'rework'
}

export interface MyWork {
  readonly projects: readonly ProjectWork[]
  readonly begun: readonly WorkTask[]
  readonly returned: readonly ReturnedTask[]
  readonly batches: readonly WaitingBatch[]
  /** The last seven days. */
  readonly done: {
    readonly submitted: number
    readonly reviewed: number
    readonly accepted: number
    readonly returned: number
  }
}

export type Slot = 'annotator' | 'reviewer'
