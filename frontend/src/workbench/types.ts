/** What the server tells the workbench about a task, in one answer. */
import type { CheckSettings, Severity } from '../core/check'
import type { Layer } from '../core/document'
import type { Annotation, Patch } from '../core/patch'
import type { StageAsset } from '../core/registry'
import type { LabelSchema, Text } from '../core/schema'

export interface PersonRef {
  readonly id: string
  readonly name: string
}

export type Slot = 'annotator' | 'reviewer' | 'viewer'
export type TaskState =
  | 'new'
  | 'claimed'
  | 'in_progress'
  | 'submitted'
  | 'in_review'
  | 'accepted'
  | 'returned'
  | 'skipped'

/** True, or the reason why not: catalogue key `reasons:<reason>`. */
export type Permission = true | string

export interface TaskInfo {
  readonly id: string
  readonly number: number
  readonly name: string
  readonly state: TaskState
  readonly project: { readonly id: string; readonly name: string; readonly modality: string }
  readonly batch: { readonly id: string; readonly name: string } | null
  readonly slot: Slot
  readonly annotator: PersonRef | null
  readonly reviewer: PersonRef | null
  readonly priority: number
  readonly round: number
  readonly lease: { readonly until: string } | null
  readonly next: string | null
  readonly previous: string | null
  /** Seconds that were spent on it before. */
  readonly seconds?: number
  readonly can: {
    readonly claim?: Permission
    readonly start_review?: Permission
    readonly submit: Permission
    readonly accept: Permission
    readonly return: Permission
    readonly skip: Permission
    readonly write: Permission
  }
}

export interface AssetInfo extends Omit<StageAsset, 'width' | 'height'> {
  readonly media_type: string
  readonly width: number | null
  readonly height: number | null
  readonly thumbnail_url: string
}

export interface DocumentState {
  readonly id: string
  readonly layer: Layer
  readonly revision: number
  readonly records: readonly Annotation[]
}

export interface ModelInfo {
  readonly slug: string
  readonly name: string
  readonly version: string
}

export interface SuggestionLayer {
  readonly document: DocumentState
  readonly model: ModelInfo
}

export const ISSUE_TYPES = [
  'missing',
  'extra',
  'class',
  'geometry',
  'attribute',
  'guideline',
  'other',
] as const
export const ISSUE_SEVERITIES = ['critical', 'major', 'minor', 'cosmetic'] as const
export type IssueType = (typeof ISSUE_TYPES)[number]
export type IssueSeverity = (typeof ISSUE_SEVERITIES)[number]

export interface Comment {
  readonly id: string
  readonly by: PersonRef | null
  readonly text: string
  readonly at: string
}

export interface Issue {
  readonly id: string
  readonly record: string | null
  readonly anchor: { readonly x: number; readonly y: number } | null
  readonly type: IssueType
  readonly severity: IssueSeverity
  readonly state: 'open' | 'resolved' | 'verified'
  readonly round: number
  readonly opened_by: PersonRef | null
  readonly created_at: string
  readonly comments: readonly Comment[]
}

export interface NewIssue {
  readonly record: string | null
  readonly anchor: { readonly x: number; readonly y: number } | null
  readonly type: IssueType
  readonly severity: IssueSeverity
  readonly text: string
}

/** A finding that the server stored: of the checks at submit and over a batch. */
export interface StoredFinding {
  readonly id: string
  readonly check: string
  readonly severity: Severity
  readonly record: string | null
  readonly params: { readonly [key: string]: unknown }
  readonly title?: Text
  readonly message: Text
  readonly fix: Patch | null
  readonly state: 'open' | 'waived'
  readonly waiver: { readonly by: PersonRef | null; readonly reason: string } | null
}

/** What an earlier round was decided to be, and each annotation that is different now, as it was then. */
export interface Since {
  readonly round: number
  readonly decision: 'accept' | 'return'
  readonly note: string
  readonly by: PersonRef | null
  readonly at: string
  /** `before` is null for what came since. */
  readonly changes: readonly { readonly id: string; readonly before: Annotation | null }[]
}

/** Where the task stands in a QA sample that is being inspected. */
export interface SamplePlace {
  readonly id: string
  readonly verdict: '' | 'pass' | 'fail'
  readonly note: string
  readonly can: Permission
  readonly inspected: number
  readonly size: number
  /** The next task that nobody has inspected. */
  readonly next: string | null
}

/** What one of several people answered, without having seen the others. */
export interface OneAnswer {
  readonly task: string
  readonly person: PersonRef | null
  readonly seconds: number
  /** Why it was skipped; null when it was answered. */
  readonly skipped: string | null
  readonly records: readonly Annotation[]
}

/** The answers of several people, for whoever decides. */
export interface Answers {
  readonly people: readonly OneAnswer[]
  /** For each thing the id of everybody's annotation of it, in the order of `people`. */
  readonly things: readonly (readonly (string | null)[])[]
  /** What they have in common. */
  readonly combined: readonly Annotation[]
  /** By the id of a combined annotation how its points were voted on. */
  readonly votes?: Readonly<Record<string, PointVote>>
}

/** Points that anybody labelled; those of which all say the same; those of which nothing has the most votes. */
export interface PointVote {
  readonly points: number
  readonly agreed: number
  readonly tied: number
}

/** Something of a task that can be compared: the work as it is or was, an answer, suggestions, gold. */
export interface LayerInfo {
  readonly key: string
  readonly what: 'work' | 'earlier' | 'answer' | 'prelabel' | 'gold' | 'consensus'
  readonly person: PersonRef | null
  readonly model: string
  readonly at: string | null
  /** How an earlier state came to be; empty for everything else. */
  readonly origin: '' | 'human' | 'review' | 'model' | 'import' | 'rule'
  readonly round: number | null
  readonly decision: '' | 'accept' | 'return'
}

export type Part = 'label' | 'shape' | 'points' | 'attributes' | 'other'

/** Two layers with all that is in them, and which annotations are of the same thing. */
export interface Comparison {
  readonly left: readonly Annotation[]
  readonly right: readonly Annotation[]
  readonly things: readonly {
    readonly left: string | null
    readonly right: string | null
    /** What differs where both have it. */
    readonly parts: readonly Part[]
    /** How alike the shapes are, 0 to 1; null where that says nothing. */
    readonly alike: number | null
  }[]
}

/** A task beside this one: a frame of the same sequence or batch. */
export interface Neighbour {
  readonly task: string
  readonly asset: string
  readonly name: string
  readonly thumbnail_url: string
  readonly state: TaskState
}

export interface PrompterInfo {
  readonly id: string
  readonly name: string
  readonly version: string
}

export interface Bundle {
  readonly task: TaskInfo
  readonly asset: AssetInfo
  readonly schema: { readonly version: number; readonly content: LabelSchema }
  readonly guidelines: { readonly version: number; readonly html: string } | null
  readonly document: DocumentState
  readonly suggestions: readonly SuggestionLayer[]
  /** Models that may be asked about the picture. */
  readonly prompters?: readonly PrompterInfo[]
  readonly issues: readonly Issue[]
  /** Whether the person opens and verifies issues of this task. */
  readonly judge: Permission
  readonly findings: readonly StoredFinding[]
  readonly checks: CheckSettings
  readonly since?: Since | null
  readonly sample?: SamplePlace | null
  readonly answers?: Answers | null
  readonly neighbours?: readonly Neighbour[]
}

export const SKIP_REASONS = ['unclear', 'broken', 'sensitive', 'too-hard', 'other'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]
