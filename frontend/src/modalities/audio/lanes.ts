/** The lanes of a timeline: who or what each is for, in which order, and how deep things lie in it. */
import type { Label, LabelSchema, Text } from '../../core/schema'
import type { Item } from './items'

export interface LaneRow {
  readonly key: string
  /** Key of the label that things drawn here get. */
  readonly label: string
  readonly tier: string
  readonly speaker: string
  readonly channel: number | null
  /** What the head says: the label's name, and who. */
  readonly title: Text
  readonly detail: string
  readonly color: string
  readonly items: readonly Item[]
  /** Which of the rows inside the lane an annotation lies in, by id: 0 unless it overlaps another. */
  readonly depths: ReadonlyMap<string, number>
  /** Rows that things lie in; at least 1. */
  readonly rows: number
}

type Place = Pick<LaneRow, 'label' | 'tier' | 'speaker' | 'channel'>

/** A channel makes a lane only for what nobody in particular says. */
const placeOf = ({ record, lane }: Item): Place => ({
  label: record.label,
  tier: lane.tier,
  speaker: lane.speaker,
  channel: lane.speaker ? null : lane.channel,
})

export const keyOf = ({ label, tier, speaker, channel }: Place): string =>
  JSON.stringify([tier ? '' : label, tier, speaker, channel])

export const laneKeyOf = (item: Item): string => keyOf(placeOf(item))

/** Labels that are put at a time, in the order of the schema. */
export const timedLabels = ({ labels }: LabelSchema): readonly Label[] =>
  labels.filter(({ kinds }) => kinds.includes('segment') || kinds.includes('time_point'))

function depthsOf(items: readonly Item[]): { depths: Map<string, number>; rows: number } {
  const ends: number[] = []
  const depths = new Map<string, number>()
  for (const { record, start, stop } of items) {
    const free = ends.findIndex((end) => end <= start)
    const depth = free < 0 ? ends.length : free
    ends[depth] = Math.max(stop, start + 1)
    depths.set(record.id, depth)
  }
  return { depths, rows: Math.max(1, ends.length) }
}

const collator = new Intl.Collator('en', { numeric: true })

/** In the order of the schema, then tiers by name; within one, nobody first, then speakers and channels. */
function before(labels: readonly Label[]) {
  const rank = ({ label, tier }: Place) => {
    const at = labels.findIndex(({ key }) => key === label)
    return (tier ? labels.length : 0) + (at < 0 ? labels.length : at)
  }
  return (a: Place, b: Place): number =>
    rank(a) - rank(b) ||
    collator.compare(a.tier, b.tier) ||
    collator.compare(a.speaker, b.speaker) ||
    (a.channel ?? -1) - (b.channel ?? -1)
}

function rowOf(place: Place, items: readonly Item[], label: Label | undefined): LaneRow {
  const name = label?.name ?? { en: place.label, zh: place.label }
  const channel = place.channel === null ? '' : `${place.channel + 1}`
  return {
    ...place,
    key: keyOf(place),
    title: place.tier ? { en: place.tier, zh: place.tier } : name,
    detail: place.speaker || channel,
    color: label?.color ?? '',
    items,
    ...depthsOf(items),
  }
}

/**
 * One lane for each label, and more for its speakers, channels and named tiers. `speakers` are those who are known
 * though nothing of theirs has been drawn yet; they speak under the first label.
 */
export function lanesOf(
  items: readonly Item[],
  schema: LabelSchema,
  speakers: readonly string[],
): readonly LaneRow[] {
  const labels = timedLabels(schema)
  const groups = new Map<string, { place: Place; items: Item[] }>()
  const groupOf = (place: Place) => {
    const key = keyOf(place)
    const group = groups.get(key) ?? { place, items: [] }
    groups.set(key, group)
    return group
  }
  for (const { key } of labels) groupOf({ label: key, tier: '', speaker: '', channel: null })
  for (const speaker of speakers) {
    groupOf({ label: labels[0]?.key ?? '', tier: '', speaker, channel: null })
  }
  for (const item of items) groupOf(placeOf(item)).items.push(item)
  const compare = before(labels)
  return [...groups.values()]
    .sort((a, b) => compare(a.place, b.place))
    .map(({ place, items: own }) =>
      rowOf(
        place,
        own,
        labels.find(({ key }) => key === place.label),
      ),
    )
}

/** Everybody who speaks, in natural order, with those who are yet to. */
export function speakersOf(items: readonly Item[], more: readonly string[]): readonly string[] {
  const all = new Set([...items.map(({ lane }) => lane.speaker), ...more])
  all.delete('')
  return [...all].sort(collator.compare)
}
