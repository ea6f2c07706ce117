import type { Job } from '../../api/jobs'
import type { PersonRef } from '../../api/session'
import type { Verdict } from '../../app/project'

export interface Text {
  readonly en: string
  readonly zh: string
}

export type FieldType = 'number' | 'text' | 'secret' | 'select' | 'checkbox' | 'classes' | 'labels'

/** One setting of a model; the form is made of these. */
export interface Field {
  readonly key: string
  readonly title: Text
  readonly type: FieldType
  readonly default: unknown
  readonly min: number | null
  readonly max: number | null
  readonly options: readonly { readonly key: string; readonly name: Text }[]
  readonly required: boolean
  readonly help: Text | null
}

export type Config = Readonly<Record<string, unknown>>

/** What an administrator brings: how its name ends, what it is called, what must be in it. */
export interface NeededFile {
  readonly suffix: string
  readonly title: Text
  readonly hint: Text
}

export interface Prelabeler {
  readonly slug: string
  readonly title: Text
  readonly description: Text
  readonly kinds: readonly string[]
  readonly modalities: readonly string[]
  readonly fields: readonly Field[]
  readonly file: NeededFile | null
  /** Its files, where there are several. */
  readonly parts: readonly (NeededFile & { readonly key: string })[]
  readonly needs_server: boolean
  readonly learns: boolean
  readonly uses_neighbours: boolean
  readonly installation_only: boolean
  readonly can_add: Verdict
}

export type ModelState =
  | 'draft'
  | 'preparing'
  | 'failed'
  | 'training'
  | 'ready'
  | 'unfit'
  | 'retired'

/** What was measured for one label on images kept aside. */
export interface LabelFigures {
  readonly skipped?: string
  readonly objects: number
  readonly examples: number
  readonly average_precision?: number
  readonly threshold?: number
  readonly precision?: number
  readonly recall?: number
  readonly worth_it?: boolean
  /** Between which shares the true ones lie with 95 % confidence. */
  readonly precision_interval?: readonly [number, number]
  readonly recall_interval?: readonly [number, number]
  /** Where it is not offered: how many more boxes that might take; null when more would hardly help. */
  readonly more?: number | null
  /** [threshold, precision, recall], the surest first. */
  readonly curve?: readonly (readonly [number, number, number])[]
}

export interface Metrics {
  /** What stopped the preparation; null where somebody did. */
  readonly problem?: unknown
  readonly facts?: Readonly<Record<string, unknown>>
  readonly labels?: Readonly<Record<string, LabelFigures>>
  readonly training_pictures?: number
  readonly measured_pictures?: number
  readonly training_seconds?: number
  readonly seconds_per_picture?: number
  readonly needed?: { readonly precision: number; readonly recall: number }
}

export interface Model {
  readonly id: string
  /** Null for models of the installation. */
  readonly project: string | null
  readonly prelabeler: string
  readonly title: Text
  readonly name: string
  readonly version: string
  readonly state: ModelState
  readonly config: Config
  /** Which secret settings are set. */
  readonly secrets: readonly string[]
  readonly metrics: Metrics
  readonly has_file: boolean
  /** Asked in the workbench, not run over tasks. */
  readonly answers_prompts: boolean
  readonly created_by: PersonRef | null
  readonly created_at: string
}

export interface Run {
  readonly id: string
  readonly model: { readonly id: string; readonly name: string }
  readonly version: string
  readonly counts: Readonly<
    Partial<
      Record<
        'tasks' | 'proposed' | 'labelled' | 'rejected' | 'unfit' | 'failed' | 'refused',
        number
      >
    >
  >
  readonly job: Job | null
  readonly created_by: PersonRef | null
  readonly created_at: string
}

/** A model being tried on one image or recording. */
export interface Trial {
  readonly job: string
  readonly task: string
  readonly number: number
  readonly name: string
  readonly width: number
  readonly height: number
  /** Samples per second of a recording, 0 for others. */
  readonly rate: number
  readonly image: string
}

export interface TrialProposal {
  readonly kind: string
  readonly label: string
  readonly data: Readonly<Record<string, unknown>>
  readonly score: number
}

export interface TrialResult {
  readonly proposals: readonly TrialProposal[]
  readonly refused: readonly {
    readonly reason: string
    readonly what: string
    readonly count: number
  }[]
  readonly seconds: number
}

export interface ModelGain {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly tasks: number
  readonly proposed: number
  readonly kept: number
  readonly adjusted: number
  readonly rejected: number
  readonly ignored: number
  readonly open: number
  readonly kept_share: number | null
  readonly adjusted_overlap: number | null
  /** Edits from its transcripts to those of finished tasks. */
  readonly words: { readonly wrong: number; readonly of: number; readonly rate: number } | null
}

interface TimeShare {
  readonly tasks: number
  readonly seconds_per_object: number | null
  /** Of sound; null for what has no length. */
  readonly seconds_per_minute: number | null
}

export interface Gain {
  readonly models: readonly ModelGain[]
  readonly time: {
    readonly with: TimeShare
    readonly without: TimeShare
    readonly saved: number | null
  }
}

export const MODELS = '/api/v1/projects/{project}/models'
export const RUNS = '/api/v1/projects/{project}/prelabel-runs'
export const GAIN = '/api/v1/projects/{project}/prelabel-gain'
/** Whether a worker is busy with any model of the pages read so far. */
export function isAnyBusy(answer: unknown): boolean {
  const pages = (answer as { pages?: { results: Model[] }[] } | undefined)?.pages ?? []
  return pages.some(({ results }) => results.some(isBusy))
}

export const isBusy = ({ state }: Model): boolean => state === 'training' || state === 'preparing'

/** What to read again after a model or a run changed. */
export const TOUCHED = [MODELS, RUNS, GAIN, '/api/v1/models', '/api/v1/jobs'] as const
