import type { Reference } from '../../app/project'

export interface Version {
  readonly version: number
  readonly note: string
  readonly created_by: Reference | null
  readonly created_at: string
}

export interface Guideline extends Version {
  readonly text: string
  readonly html: string
}

export interface Line {
  readonly change: 'same' | 'added' | 'removed'
  readonly text: string
}
