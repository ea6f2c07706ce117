import { isActive, type JobState } from '../../api/jobs'
import type { Reference } from '../../app/project'
import type { Text } from '../../core/schema'

export interface AssetTask {
  readonly id: string
  readonly number: number
  readonly state: string
  readonly batch: Reference | null
  readonly assignee: Reference | null
  readonly object_count: number
}

export interface Asset {
  readonly id: string
  readonly name: string
  readonly dataset: Reference
  readonly media_type: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly sequence: string
  readonly position: number
  readonly near_duplicate_of: Reference | null
  readonly warnings: readonly string[]
  readonly created_at: string
  readonly thumbnail_url: string | null
  readonly task: AssetTask | null
}

export interface OneAsset extends Asset {
  readonly sha256: string
  readonly meta: Readonly<Record<string, unknown>>
  readonly url: string
  readonly original_url: string
  /** Pictures by which people judge it before tasks are made; `meta` is what the modality found. */
  readonly previews: readonly {
    readonly key: string
    readonly url: string
    readonly meta: Readonly<Record<string, unknown>>
  }[]
}

export interface Counted {
  readonly id: string
  readonly name: string
  readonly count: number
}

export interface Facets {
  readonly total: number
  readonly near_duplicates: number
  readonly without_task: number
  readonly datasets: readonly Counted[]
  readonly sequences: readonly Counted[]
}

export const OUTCOMES = [
  'imported',
  'warning',
  'near_duplicate',
  'duplicate',
  'rejected',
  'labels',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What a label, or with no label the questions, would get for everything in the files to fit. */
export interface Addition {
  readonly label: string
  readonly name: Partial<Text>
  readonly color: string
  readonly new: boolean
  readonly kinds: readonly string[]
  readonly attributes: readonly {
    readonly key: string
    readonly type: string
    readonly options: readonly string[]
    readonly more_options: number
  }[]
  /** Points of its skeleton. */
  readonly points: readonly string[]
}

export interface ImportCounts extends Readonly<Partial<Record<Outcome, number>>> {
  readonly records?: number
  readonly unknown_labels?: Readonly<Record<string, number>>
  readonly additions?: readonly Addition[]
}

export interface Import {
  readonly id: string
  readonly dataset: Reference
  readonly source: 'upload' | 'folder' | 's3'
  readonly location: string
  readonly format: string
  readonly counts: ImportCounts
  readonly job: {
    readonly id: string
    readonly state: JobState
    readonly done: number
    readonly total: number | null
    readonly error: { readonly code: string; readonly message: string } | null
  } | null
  readonly created_by: Reference | null
  readonly created_at: string
  readonly finished_at: string | null
}

export function isRunning(imported: Import | undefined): boolean {
  return Boolean(imported?.job && isActive(imported.job))
}

export interface ImportItem {
  readonly id: number
  readonly name: string
  readonly outcome: Outcome
  readonly code: string
  readonly message: Partial<Text>
  readonly asset: string | null
}

export interface LabelFormat {
  readonly slug: string
  readonly title: Text
  readonly extensions: readonly string[]
  readonly modalities: readonly string[]
  readonly options: readonly {
    readonly key: string
    readonly title: Text
    readonly choices: readonly { readonly value: string; readonly title: Text }[]
  }[]
}

export interface Place {
  readonly place: string
  readonly name: string
}

export interface Places {
  readonly folders: readonly Place[]
  readonly buckets: readonly Place[]
  readonly demo: string | null
}
