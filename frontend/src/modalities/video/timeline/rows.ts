/** What the time line lists: a lane for every label of events, then a row for every track. Pure. */
import type { Annotation } from '../../../core/patch'
import type { Label, LabelSchema } from '../../../core/schema'
import { isEvent } from '../frames/edits'
import { trackOf } from '../frames/shapes'

export interface Lane {
  readonly type: 'lane'
  readonly label: Label
  readonly events: readonly Annotation[]
}

export interface TrackRow {
  readonly type: 'track'
  readonly record: Annotation
  readonly number: number
}

export type Row = Lane | TrackRow

const IN_TIME = ['segment', 'time_point']

/** `numbers` are those of the objects panel. */
export function rowsOf(
  records: Iterable<Annotation>,
  schema: LabelSchema,
  numbers: ReadonlyMap<string, number>,
): readonly Row[] {
  const all = [...records]
  const events = all.filter(isEvent)
  const lanes = schema.labels
    .filter(({ kinds, key }) => {
      const isOfTime = kinds.some((kind) => IN_TIME.includes(kind))
      return isOfTime || events.some(({ label }) => label === key)
    })
    .map((label): Lane => {
      return { type: 'lane', label, events: events.filter((event) => event.label === label.key) }
    })
  const tracks = all
    .filter((record) => trackOf(record))
    .map((record): TrackRow => {
      return { type: 'track', record, number: numbers.get(record.id) ?? 0 }
    })
    .sort((a, b) => a.number - b.number)
  return [...lanes, ...tracks]
}
