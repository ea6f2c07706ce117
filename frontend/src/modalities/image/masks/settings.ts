import type { Signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import { clampNumber } from '../../../core/geometry'
import { isBoolean, isWithin, remembered } from '../remembered'

/**
 * What painting does where other masks are: `over` lays one upon the other, `free` leaves them alone and takes only
 * pixels that nobody has, `push` takes the pixels away from them.
 */
export type Overlap = 'over' | 'free' | 'push'
export const OVERLAPS: readonly Overlap[] = ['over', 'free', 'push']

/** How the mask tools work, for one person in one browser. */
export interface MaskSettings {
  /** Diameter of the brush in pixels of the image. */
  readonly size: Signal<number>
  readonly square: Signal<boolean>
  readonly overlap: Signal<Overlap>
  /** Difference of colour, 0 to 255, that the magic wand still takes as the same. */
  readonly tolerance: Signal<number>
  /** Side of a superpixel in pixels of the image. */
  readonly cell: Signal<number>
}

export const LARGEST = 1000

export const maskSettings: MaskSettings = {
  size: remembered('brush', 24, isWithin(1, LARGEST)),
  square: remembered('square-brush', false, isBoolean),
  overlap: remembered<Overlap>('overlap', 'over', (value): value is Overlap =>
    OVERLAPS.some((one) => one === value),
  ),
  tolerance: remembered('tolerance', 24, isWithin(0, 255)),
  cell: remembered('cell', 24, isWithin(8, 96)),
}

/** What may be chosen: one upon the other only where the project lets a pixel belong to several masks. */
export const overlapsIn = ({ schema }: Editor): readonly Overlap[] =>
  schema.value.image?.panoptic ? OVERLAPS.filter((one) => one !== 'over') : OVERLAPS

/** What was chosen, as far as the project allows it. */
export function overlapIn(editor: Editor): Overlap {
  const chosen = maskSettings.overlap.value
  return overlapsIn(editor).includes(chosen) ? chosen : 'push'
}

const STEP = 1.2

/** The next size up or down: a fifth more or less, and by whole pixels. */
export function resize(size: Signal<number>, steps: number): void {
  const now = size.peek()
  const next = Math.round(now * STEP ** steps)
  size.value = clampNumber(next === now ? now + Math.sign(steps) : next, 1, LARGEST)
}
