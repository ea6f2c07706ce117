import type { Editor } from '../../../core/editor'
import { type Item, isMoment } from '../items'
import { audioOf } from '../state'
import { sampleOf, type TimePointer } from './pointer'

export type Part = 'start' | 'stop' | 'body'

export interface Hit {
  readonly item: Item
  readonly part: Part
}

/** The part of an item at a sample; edges reach outwards, and inwards no more than a third. */
export function partAt(item: Item, at: number, tolerance: number): Part | null {
  if (isMoment(item)) return Math.abs(at - item.start) <= tolerance ? 'body' : null
  const inwards = Math.min(tolerance, (item.stop - item.start) / 3)
  if (at >= item.start - tolerance && at <= item.start + inwards) return 'start'
  if (at <= item.stop + tolerance && at >= item.stop - inwards) return 'stop'
  return at > item.start && at < item.stop ? 'body' : null
}

/** Inside before edges that only reach here, then what is selected, then the shortest. */
function better(editor: Editor, at: number) {
  const selected = editor.selection.peek()
  const rank = ({ item, part }: Hit) => {
    const isInside = at >= item.start && at <= item.stop
    return (selected.has(item.record.id) ? 0 : 4) + (part === 'body' ? 1 : isInside ? 0 : 2)
  }
  return (a: Hit, b: Hit) =>
    rank(a) - rank(b) || a.item.stop - a.item.start - (b.item.stop - b.item.start)
}

function hitsAmong(editor: Editor, items: readonly Item[], p: TimePointer): readonly Hit[] {
  const at = sampleOf(p)
  return items
    .flatMap((item): Hit[] => {
      const part = partAt(item, at, p.tolerance)
      return part ? [{ item, part }] : []
    })
    .sort(better(editor, at))
}

/** What is under the pointer: anything in a lane; over the sound the edges of what is selected. */
export function hitAt(editor: Editor, p: TimePointer): Hit | null {
  const audio = audioOf(editor)
  if (p.zone === 'sound') {
    const selected = audio.visible.peek().filter((i) => editor.selection.peek().has(i.record.id))
    return hitsAmong(editor, selected, p).find(({ part }) => part !== 'body') ?? null
  }
  const { lane } = p
  const own = lane?.items.filter(({ record }) => lane.depths.get(record.id) === p.depth)
  return hitsAmong(editor, own ?? [], p)[0] ?? null
}
