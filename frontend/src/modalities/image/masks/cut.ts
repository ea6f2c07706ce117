import { type Signal, signal } from '@preact/signals-core'
import { all } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { type Bounds, grow, type Point2, spanning, unite } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { type Box, boundsOfBox, box as boxKind, boxOf } from '../../../kinds/box'
import { bitmapOf, boundsOfMask, type Mask, maskOf, overlapOf, stamp } from '../../../kinds/mask'
import {
  type Bitmap,
  boundsOfBitmap,
  lay,
  reframed,
  shared,
  tightBounds,
  wholeOf,
} from '../../../kinds/parts/bitmap'
import { bitmapOfPiece, holesOf, piecesOf, putPiece } from '../../../kinds/parts/pieces'
import { dataOf, putMask } from './neighbours'
import { mayLook, pictureOf } from './picture'
import { Sheet, target } from './sheet'
import type { Corner } from './smart/protocol'
import { smartOf } from './smart/smart'
import { sweep } from './spans'
import { maskTool, placeOf } from './tool'

/** Share of the box that is looked at around it, to learn what is outside. */
const MARGIN = 0.2
const LEAST_MARGIN = 12
/** Pieces smaller than this share of the largest are noise. */
const NOISE = 0.05
/** A box of which less than this was found to be an object is left as it is. */
const LEAST_FOUND = 0.2

/** So much of a box may be air beside the object; a side that would move further was not found. */
const MOST_AIR = 0.25

/** What was said of an object: the box around it, and scribbles over it and beside it. */
export interface Order {
  readonly box: Bounds
  readonly inside: readonly Corner[]
  readonly outside: readonly Corner[]
}

/** A mask that was cut out, so that scribbles can say more. */
interface Cut {
  readonly id: string
  readonly order: Order
  /** What was found: where the mask differs from it, a hand has painted or erased. */
  readonly found: Bitmap
}

/** How the object in hand was cut out, step by step. */
const cuts = new WeakMap<Editor, readonly Cut[]>()
const MOST_STEPS = 16

const differing = (a: Mask, b: Mask): number => a.area + b.area - 2 * overlapOf(a, b)

/** The step that is nearest to the mask as it is: it may have been painted on since, or steps were undone. */
export function cutOf(editor: Editor): Cut | null {
  const record = target(editor)
  if (!record) return null
  const now = dataOf(record)
  const steps = (cuts.get(editor) ?? [])
    .filter(({ id }) => id === record.id)
    .map((cut) => ({ cut, found: maskOf(cut.found) }))
  const by = ({ found }: { found: Mask | null }) => (found ? differing(found, now) : now.area)
  return steps.sort((a, b) => by(a) - by(b))[0]?.cut ?? null
}

function remember(editor: Editor, cut: Cut): void {
  const before = (cuts.get(editor) ?? []).filter(({ id }) => id === cut.id)
  cuts.set(editor, [...before, cut].slice(-MOST_STEPS))
}

/** What is found anew, with what a hand has painted and erased since the last time. */
function withHandwork(found: Bitmap, last: Bitmap, now: Mask): Bitmap {
  const bounds = unite([boundsOfBitmap(found), boundsOfBitmap(last), boundsOfMask(now)])
  const whole = reframed(found, bounds ?? boundsOfBitmap(found))
  const painted = bitmapOf(now)
  lay(painted, last, 'take')
  lay(whole, painted, 'add')
  const erased = { ...last, bits: last.bits.slice() }
  stamp(erased, now, 0)
  lay(whole, erased, 'take')
  return whole
}
/** What became of the last box: catalogue key `image:mask.<stand>`, or empty when there is nothing to say. */
type Stand = '' | 'working' | 'nothing' | 'out-of-view'
const stands = new WeakMap<Editor, Signal<Stand>>()

export function cuttingOf(editor: Editor): Signal<Stand> {
  const known = stands.get(editor) ?? signal<Stand>('')
  stands.set(editor, known)
  return known
}

/** The object without specks and pinholes. */
function cleaned(bitmap: Bitmap): Bitmap | null {
  const pieces = piecesOf(bitmap)
  const largest = Math.max(0, ...pieces.map(({ area }) => area))
  for (const piece of pieces) if (piece.area < NOISE * largest) putPiece(bitmap, piece, 0)
  for (const hole of holesOf(bitmap))
    if (hole.area < NOISE * NOISE * largest) putPiece(bitmap, hole, 1)
  return tightBounds(bitmap) && bitmap
}

/** What is in the box, by GrabCut; null when nothing was found. */
export async function cutOut(editor: Editor, order: Order): Promise<Bitmap | null> {
  const { box, inside, outside } = order
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY)
  const margin = Math.max(LEAST_MARGIN, MARGIN * side)
  const stand = cuttingOf(editor)
  const within = shared(box, wholeOf(editor.extent))
  if (!within || !pictureOf(editor).peek()?.part(within)) {
    stand.value = 'out-of-view'
    return null
  }
  stand.value = 'working'
  let object: Bitmap | null = null
  try {
    const found = await smartOf(editor).ask<'cut'>({ kind: 'cut', box, margin, inside, outside })
    object = found && cleaned(found)
  } finally {
    stand.value = object ? '' : 'nothing'
  }
  return object
}

/** Drag a box around an object. */
export class Around implements Gesture {
  readonly #editor: Editor
  readonly #from: Point2
  readonly #use: (order: Order) => Promise<void>

  constructor(editor: Editor, p: Pointer, use: (order: Order) => Promise<void>) {
    this.#editor = editor
    this.#from = placeOf(editor, p)
    this.#use = use
  }

  #box(p: Pointer): Bounds {
    return spanning(this.#from, placeOf(this.#editor, p))
  }

  move(p: Pointer): void {
    const { minX, minY, maxX, maxY } = this.#box(p)
    this.#editor.lasso.value = [
      [minX, minY],
      [maxX, minY],
      [maxX, maxY],
      [minX, maxY],
    ]
  }

  release(p: Pointer): Progress {
    const box = this.#box(p)
    this.#editor.lasso.value = null
    const reach = grow(box, -p.tolerance)
    if (reach.maxX > reach.minX && reach.maxY > reach.minY) {
      void this.#use({ box, inside: [], outside: [] })
    }
    return 'done'
  }
}

async function start(editor: Editor, order: Order): Promise<void> {
  const old = target(editor)
  const found = await cutOut(editor, order)
  if (!found || target(editor)?.id !== old?.id) return
  const sheet = new Sheet(editor)
  sheet.lay(found, 1)
  sheet.finish('image:edit.cut-out')
  remember(editor, { id: sheet.record.id, order, found })
}

/** Paint over what was wrongly left out (Shift) or taken in (Alt); the rest is found anew. */
class Scribble implements Gesture {
  readonly #editor: Editor
  readonly #cut: Cut
  readonly #isInside: boolean
  readonly #way: Point2[]

  constructor(editor: Editor, cut: Cut, p: Pointer) {
    this.#editor = editor
    this.#cut = cut
    this.#isInside = !p.alt
    this.#way = [placeOf(editor, p)]
  }

  move(p: Pointer): void {
    this.#way.push(placeOf(this.#editor, p))
    // There and back again: a line, not an area.
    this.#editor.lasso.value = [...this.#way, ...this.#way.toReversed()]
  }

  release(p: Pointer): Progress {
    this.#editor.lasso.value = null
    void this.#refine(Math.max(1, Math.round(p.tolerance)))
    return 'done'
  }

  async #refine(size: number): Promise<void> {
    const editor = this.#editor
    const { id, order, found: last } = this.#cut
    const { box, inside, outside } = order
    const marked = this.#marked(size)
    const next = this.#isInside
      ? { box: unitedWith(box, marked), inside: [...inside, ...marked], outside }
      : { box, inside, outside: [...outside, ...marked] }
    const found = await cutOut(editor, next)
    const record = editor.find(id)
    if (!found || !record || editor.editable(id) !== true) return
    const wanted = withHandwork(found, last, dataOf(record))
    editor.edit('image:edit.cut-out', (tx) => putMask(editor, tx, record, wanted))
    editor.select([id])
    remember(editor, { id, order: next, found })
  }

  /** The pixels of the scribble inside the picture; for what is outside, only those in the box count. */
  #marked(size: number): readonly Corner[] {
    const within = this.#isInside
      ? wholeOf(this.#editor.extent)
      : (shared(this.#cut.order.box, wholeOf(this.#editor.extent)) ?? this.#cut.order.box)
    const marked: Corner[] = []
    for (const [i, to] of this.#way.entries()) {
      sweep(this.#way[i - 1] ?? to, to, { size, square: true }, (column, top, bottom) => {
        if (column < within.minX || column + 1 > within.maxX) return
        for (let row = Math.max(top, within.minY); row + 1 <= Math.min(bottom, within.maxY); row++)
          marked.push([column, Math.floor(row)])
      })
    }
    return marked
  }
}

function unitedWith(box: Bounds, marked: readonly Corner[]): Bounds {
  return marked.reduce(
    (b, [x, y]) => ({
      minX: Math.min(b.minX, x),
      minY: Math.min(b.minY, y),
      maxX: Math.max(b.maxX, x + 1),
      maxY: Math.max(b.maxY, y + 1),
    }),
    box,
  )
}

function begin(editor: Editor, p: Pointer): Gesture {
  const cut = p.shift || p.alt ? cutOf(editor) : null
  return cut ? new Scribble(editor, cut, p) : new Around(editor, p, (order) => start(editor, order))
}

export const cutTool = maskTool({
  id: 'mask_cut',
  icon: 'marquee-2',
  keys: ['Shift+0'],
  begin,
  more: { chosen: (editor) => smartOf(editor).warm() },
})

const selectedBoxes = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter(({ kind }) => kind === boxKind.id)

export function canTighten(editor: Editor): true | string {
  const able = all(
    () => hasEditable(editor),
    () => mayLook(editor),
  )
  if (able !== true) return able
  return selectedBoxes(editor).length > 0 || 'image:reason.select-box'
}

/** Move the sides of the selected boxes to the edges of what is in them. */
export async function tighten(editor: Editor): Promise<void> {
  const tight = new Map<string, Box>()
  for (const { id, data } of selectedBoxes(editor)) {
    const box = boundsOfBox(data as Box)
    const found = await cutOut(editor, { box, inside: [], outside: [] })
    const bounds = found && tightBounds(bitmapOfLargest(found))
    const area = bounds ? (bounds.maxX - bounds.minX) * (bounds.maxY - bounds.minY) : 0
    const whole = (box.maxX - box.minX) * (box.maxY - box.minY)
    if (bounds && area >= LEAST_FOUND * whole) tight.set(id, boxOf(trusted(box, bounds)))
  }
  if (tight.size === 0) return
  editor.edit('image:edit.tighten', (tx) => {
    for (const [id, data] of tight) tx.update(id, (r) => withData(r, data))
  })
}

/** The box with those sides moved that were found near them: half of an object may look like what is around it. */
function trusted(box: Bounds, found: Bounds): Bounds {
  const across = MOST_AIR * (box.maxX - box.minX)
  const down = MOST_AIR * (box.maxY - box.minY)
  const side = (drawn: number, there: number, most: number) =>
    Math.abs(there - drawn) <= most ? there : drawn
  return {
    minX: side(box.minX, found.minX, across),
    minY: side(box.minY, found.minY, down),
    maxX: side(box.maxX, found.maxX, across),
    maxY: side(box.maxY, found.maxY, down),
  }
}

function bitmapOfLargest(bitmap: Bitmap): Bitmap {
  const [largest] = piecesOf(bitmap).toSorted((a, b) => b.area - a.area)
  return largest ? bitmapOfPiece(largest) : bitmap
}
