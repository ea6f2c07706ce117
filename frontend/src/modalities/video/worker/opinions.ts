/** Where models see what has been labelled: trails that a worker followed, and suggestions of the same things. */
import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { livesOf, type Track, trackAt } from '../../../kinds'
import { trackableKind } from '../../../kinds/parts/trackable'
import { trackOf } from '../frames/shapes'
import { doubtsOf, type Range } from './trails'

/** Likeness over some frames from which a suggestion speaks of the same thing. */
const SAME = 0.3
const SAMPLES = 8

interface Known {
  readonly track: Track
  readonly opinion: Track
  readonly doubts: readonly Range[]
}

export class Opinions {
  /** Trails of this visit, by the annotation. */
  readonly trails = signal<ReadonlyMap<string, Track>>(new Map())
  /** Stretches of frames in which a model disagrees, by the annotation. */
  readonly doubts: ReadonlySignal<ReadonlyMap<string, readonly Range[]>>
  readonly #known = new Map<string, Known>()
  #offered: readonly Annotation[] = []

  constructor(editor: Editor) {
    const suggested = computed(() =>
      editor.suggestions
        .flatMap(({ document }) => [...document.records.value.values()])
        .filter((record) => trackOf(record)),
    )
    this.doubts = computed(() => {
      const trails = this.trails.value
      const offered = suggested.value
      if (offered !== this.#offered) this.#known.clear()
      this.#offered = offered
      if (trails.size === 0 && offered.length === 0) return new Map()
      const found = [...editor.work.records.value.values()].flatMap((record) => {
        const doubts = this.#doubtsOf(record, trails.get(record.id), offered)
        return doubts.length > 0 ? [[record.id, doubts] as const] : []
      })
      return new Map(found)
    })
  }

  add(id: string, opinion: Track): void {
    this.trails.value = new Map(this.trails.peek()).set(id, opinion)
  }

  #doubtsOf(record: Annotation, trail: Track | undefined, offered: readonly Annotation[]) {
    const track = trackOf(record)
    if (!track) return []
    const known = this.#known.get(record.id)
    if (known?.track === track && (!trail || known.opinion === trail)) return known.doubts
    const opinion = trail ?? suggestionOf(record, track, offered)
    const doubts = opinion ? doubtsOf(track, opinion) : []
    this.#known.set(record.id, { track, opinion: opinion ?? track, doubts })
    return doubts
  }
}

/** The suggestion that speaks of the same thing. */
function suggestionOf(record: Annotation, track: Track, offered: readonly Annotation[]) {
  let best: Track | null = null
  let most = SAME
  for (const each of offered) {
    const other = trackOf(each)
    if (!other || each.id === record.id || each.label !== record.label) continue
    const alike = likeness(track, other)
    if (alike < most) continue
    most = alike
    best = other
  }
  return best
}

/** Mean likeness over some frames in which both are there. */
function likeness(a: Track, b: Track): number {
  const alike = trackableKind(a.of)?.similarity
  const [one, other] = [livesOf(a), livesOf(b)]
  const first = Math.max(one[0]?.first ?? 0, other[0]?.first ?? 0)
  const last = Math.min(one.at(-1)?.last ?? Infinity, other.at(-1)?.last ?? Infinity)
  if (!alike || a.of !== b.of || last < first) return 0
  const end = Number.isFinite(last) ? last : Math.max(first, lastKey(a), lastKey(b))
  const values = Array.from({ length: SAMPLES }, (_, i) => {
    const frame = Math.round(first + ((end - first) * i) / (SAMPLES - 1))
    const [mine, theirs] = [trackAt(a, frame), trackAt(b, frame)]
    return mine && theirs ? alike(mine.data, theirs.data) : 0
  })
  return values.reduce((sum, value) => sum + value, 0) / SAMPLES
}

const lastKey = ({ keyframes }: Track): number => keyframes.at(-1)?.frame ?? 0
