import type { Bounds } from '../../../../core/geometry'
import type { Bitmap } from '../../../../kinds/parts/bitmap'
import type { Pixels } from './edges'

/** A pixel. */
export type Corner = readonly [x: number, y: number]

/** What is asked of the worker that looks at the picture. */
export type Ask =
  | { readonly kind: 'picture'; readonly pixels: Pixels }
  /** Begin a wire at the strongest edge within reach. */
  | { readonly kind: 'seed'; readonly at: Corner; readonly reach: number }
  | { readonly kind: 'way'; readonly to: Corner; readonly reach: number }
  | {
      readonly kind: 'cells'
      readonly box: Bounds
      readonly cell: number
    }
  | ({ readonly kind: 'cut' } & CutOrder)

export interface CutOrder {
  /** What is outside it does not belong to the object. */
  readonly box: Bounds
  /** Pixels around the box that show what is outside. */
  readonly margin: number
  readonly inside: readonly Corner[]
  readonly outside: readonly Corner[]
}

export interface Answers {
  readonly picture: null
  readonly seed: Corner
  /** x, y, x, y and so on. */
  readonly way: readonly number[]
  readonly cells: {
    readonly width: number
    readonly height: number
    readonly labels: Int32Array
  }
  readonly cut: Bitmap
}
