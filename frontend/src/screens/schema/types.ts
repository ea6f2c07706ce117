import type { Reference } from '../../app/project'
import type { Attribute, AttributeOption, Label } from '../../core/schema'
import type { RulesJson } from '../../transcription/rules'

export type DraftOption = AttributeOption & { readonly retired?: boolean }

export type DraftAttribute = Omit<Attribute, 'options'> & {
  readonly options: readonly DraftOption[]
  readonly retired?: boolean
}

export type DraftLabel = Omit<Label, 'attributes'> & {
  readonly attributes: readonly DraftAttribute[]
  readonly retired?: boolean
  readonly retired_kinds?: readonly string[]
}

export interface DraftSchema {
  readonly labels: readonly DraftLabel[]
  readonly questions: readonly DraftAttribute[]
  readonly transcription?: RulesJson
  readonly scene?: { readonly tilt?: boolean }
  readonly image?: { readonly panoptic?: boolean }
}

export interface SchemaVersion {
  readonly version: number
  readonly note: string
  readonly created_by: Reference | null
  readonly created_at: string
}

export interface SchemaAnswer extends SchemaVersion {
  readonly content: DraftSchema
  /** Kinds that a label of this project may allow. */
  readonly kinds: readonly string[]
}

export interface Problem {
  readonly path: string
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
  readonly severity: 'error' | 'warning'
  readonly message: string
}

export interface SchemaChange {
  readonly verb: string
  readonly label: string
  readonly attribute: string
  readonly option: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

export interface ChangeWithUse extends SchemaChange {
  readonly touches_records: boolean
  readonly records: number
  readonly tasks: number
  readonly open_tasks: number
}

export interface Proposal {
  readonly content: DraftSchema
  readonly changes: readonly ChangeWithUse[]
  readonly problems: readonly Problem[]
}
