/** What `GET /api/v1/projects/{project}/overview` answers. */
export interface Overview {
  /** False: the figures count only tasks that the person may see. */
  readonly everything: boolean
  readonly states: Readonly<Record<string, number>>
  readonly total: number
  readonly objects: number
  readonly annotate_seconds: number
  readonly batches: Readonly<Record<string, number>>
  readonly days: readonly Day[]
  readonly quality: {
    readonly reviewed: number
    readonly returned: number
    readonly return_rate: number | null
    readonly first_pass: number | null
  }
  readonly forecast: {
    readonly remaining: number
    readonly per_day: number
    readonly date: string | null
    readonly late_days: number | null
  }
}

export interface Day {
  readonly date: string
  readonly submitted: number
  readonly accepted: number
  readonly returned: number
}

/** States in the order of the work, from what is done to what is not begun. */
export const STATE_ORDER = [
  'accepted',
  'in_review',
  'submitted',
  'returned',
  'in_progress',
  'claimed',
  'new',
  'skipped',
] as const

/** Days without the empty ones before the first move, but at least a fortnight, so that a chart has a shape. */
export function worthShowing<D extends object>(days: readonly D[], least = 14): readonly D[] {
  const first = days.findIndex((day) => Object.values(day).some((value) => Number(value) > 0))
  const from = Math.min(first < 0 ? days.length : first, Math.max(0, days.length - least))
  return days.slice(from)
}

/** A row of `GET /api/v1/projects/{project}/label-counts`. */
export interface LabelCount {
  readonly label: string
  readonly kind: string
  readonly records: number
}

export interface LabelTotal {
  readonly key: string
  readonly count: number
}

/** Objects per label over all kinds, the most frequent first. */
export function byLabel(rows: readonly LabelCount[]): LabelTotal[] {
  const totals = new Map<string, number>()
  for (const { label, records } of rows) totals.set(label, (totals.get(label) ?? 0) + records)
  return [...totals]
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || a.key.localeCompare(b.key))
}
