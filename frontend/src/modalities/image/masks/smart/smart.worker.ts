import type { Bounds } from '../../../../core/geometry'
import { type Bitmap, blank } from '../../../../kinds/parts/bitmap'
import { edgeStrength, type Pixels } from './edges'
import { grabCut, INSIDE, OPEN, OUTSIDE } from './grab_cut'
import { LiveWire, snapped } from './live_wire'
import type { Answers, Ask, Corner, CutOrder } from './protocol'
import { superpixels } from './superpixels'

/** What is kept of the picture between questions. */
class Bench {
  readonly #pixels: Pixels
  #strength: Uint8Array | null = null
  #wire: LiveWire | null = null

  constructor(pixels: Pixels) {
    this.#pixels = pixels
  }

  get #edges(): Uint8Array {
    this.#strength ??= edgeStrength(this.#pixels)
    return this.#strength
  }

  seed([x, y]: Corner, reach: number): Corner {
    const { width, height } = this.#pixels
    this.#wire ??= new LiveWire(this.#edges, width, height)
    const at = snapped(this.#edges, width, height, x, y, reach)
    this.#wire.seed(...at)
    return at
  }

  way([x, y]: Corner, reach: number): number[] {
    const { width, height } = this.#pixels
    return this.#wire?.way(...snapped(this.#edges, width, height, x, y, reach)) ?? []
  }

  cells({ minX, minY, maxX, maxY }: Bounds, cell: number): Answers['cells'] {
    const part = this.#crop(minX, minY, maxX, maxY)
    return { width: part.width, height: part.height, labels: superpixels(part, cell) }
  }

  cut({ box, margin, inside, outside }: CutOrder): Bitmap {
    const { width, height } = this.#pixels
    const left = Math.max(0, Math.floor(box.minX - margin))
    const top = Math.max(0, Math.floor(box.minY - margin))
    const right = Math.min(width, Math.ceil(box.maxX + margin))
    const bottom = Math.min(height, Math.ceil(box.maxY + margin))
    const part = this.#crop(left, top, right, bottom)
    const known = new Uint8Array(part.width * part.height).map((_, i) => {
      const x = left + (i % part.width) + 0.5
      const y = top + Math.floor(i / part.width) + 0.5
      const isIn = x > box.minX && y > box.minY && x < box.maxX && y < box.maxY
      return isIn ? OPEN : OUTSIDE
    })
    for (const [x, y] of inside) known[(y - top) * part.width + x - left] = INSIDE
    for (const [x, y] of outside) known[(y - top) * part.width + x - left] = OUTSIDE
    const answer = grabCut(part, known)
    const made = blank({ minX: left, minY: top, maxX: right, maxY: bottom })
    for (let i = 0; i < answer.length; i++) {
      made.bits[(i % part.width) * made.height + Math.floor(i / part.width)] = answer[i] ?? 0
    }
    return made
  }

  #crop(left: number, top: number, right: number, bottom: number): Pixels {
    const { width, height, data } = this.#pixels
    const w = Math.min(right, width) - left
    const h = Math.min(bottom, height) - top
    const part = new Uint8ClampedArray(w * h * 4)
    for (let y = 0; y < h; y++) {
      const from = 4 * ((top + y) * width + left)
      part.set(data.subarray(from, from + 4 * w), 4 * y * w)
    }
    return { width: w, height: h, data: part }
  }
}

let bench: Bench | null = null

function answer(ask: Ask): unknown {
  if (ask.kind === 'picture') {
    bench = new Bench(ask.pixels)
    return null
  }
  switch (ask.kind) {
    case 'seed':
      return bench?.seed(ask.at, ask.reach)
    case 'way':
      return bench?.way(ask.to, ask.reach)
    case 'cells':
      return bench?.cells(ask.box, ask.cell)
    case 'cut':
      return bench?.cut(ask)
  }
}

self.onmessage = ({ data }: MessageEvent<{ id: number; ask: Ask }>) => {
  self.postMessage({ id: data.id, answer: answer(data.ask) })
}
