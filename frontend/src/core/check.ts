/**
 * Checks that run while the person works: a check looks at one annotation and says what is wrong with it.
 * The server runs the same checks under the same ids when the task is submitted, and has the last word.
 */
import type { Bounds, Extent } from './geometry'
import type { AnyKind } from './kind'
import type { Annotation, Patch } from './patch'
import type { LabelSchema, Text } from './schema'

export type Severity = 'block' | 'warning' | 'info'

export type CheckParams = { readonly [name: string]: number }
export type FindingParams = { readonly [name: string]: string | number }

/** What a check says. `key` tells several findings of one check about one annotation apart. */
export interface Found {
  readonly params: FindingParams
  readonly fix?: Patch
  readonly key?: string
}

/** What a check may look at besides the annotation. */
export interface CheckContext {
  readonly extent: Extent
  readonly schema: LabelSchema
  readonly records: ReadonlyMap<string, Annotation>
  /** The project's thresholds over the check's own. */
  readonly params: CheckParams
  kindOf(record: Annotation): AnyKind | undefined
  /** Other annotations whose bounds overlap. */
  near(bounds: Bounds): readonly Annotation[]
}

export interface LiveCheck {
  /** Slug of the server's check. */
  readonly id: string
  readonly title: Text
  /** With the finding's params in braces: `Reaches {pixels} px beyond the image.` */
  readonly message: Text
  readonly severity: Severity
  readonly params: CheckParams
  run(record: Annotation, context: CheckContext): Iterable<Found>
  /** What concerns the task as a whole and no annotation of it. */
  runTask?(context: CheckContext): Iterable<Found>
}

type Defined = Omit<LiveCheck, 'params'> & { readonly params?: CheckParams }

export const defineCheck = (check: Defined): LiveCheck => ({ params: {}, ...check })

/** A finding of a live check; `record` is null when it concerns the task. */
export interface LiveFinding {
  readonly id: string
  readonly check: string
  readonly severity: Severity
  readonly record: string | null
  readonly title: Text
  readonly message: Text
  readonly fix: Patch | null
}

/** How a project runs a check. */
export interface CheckSetting {
  readonly enabled: boolean
  readonly severity: Severity
  readonly params: CheckParams
}
export type CheckSettings = { readonly [id: string]: CheckSetting }

const PLACE = /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g

/** A text with its places filled: `{name}`, and `{count:object|objects}` with what is counted (see core/text.py). */
export function fill(text: Text, params: FindingParams): Text {
  const put = (template: string) =>
    template.replace(PLACE, (place, name: string, one?: string, many?: string) => {
      const value = params[name]
      const counted = value === 1 ? one : many
      return value === undefined
        ? place
        : counted === undefined
          ? String(value)
          : `${value} ${counted}`
    })
  return { en: put(text.en), zh: put(text.zh) }
}

/** The finding of a check about an annotation, as the project rates it. */
export function findingOf(
  check: LiveCheck,
  setting: CheckSetting | undefined,
  record: string | null,
  found: Found,
): LiveFinding {
  return {
    id: [check.id, record ?? 'task', found.key ?? ''].join(':'),
    check: check.id,
    severity: setting?.severity ?? check.severity,
    record,
    title: check.title,
    message: fill(check.message, found.params),
    fix: found.fix ?? null,
  }
}

/** The fix that replaces an annotation, or removes it. */
export const replacing = (before: Annotation, after: Annotation | null): Patch => [
  { id: before.id, before, after },
]
