/** The algorithms as the workbench asks them: the same worker, the same commands, on one picture. Bundled by `browser.mjs`. */
import { Document } from '../../frontend/src/core/document'
import { Editor } from '../../frontend/src/core/editor'
import type { Bounds } from '../../frontend/src/core/geometry'
import { box, mask } from '../../frontend/src/kinds'
import { tighten } from '../../frontend/src/modalities/image/masks/cut'
import { pictureOf } from '../../frontend/src/modalities/image/masks/picture'
import type { Corner, CutOrder } from '../../frontend/src/modalities/image/masks/smart/protocol'
import { Smart } from '../../frontend/src/modalities/image/masks/smart/smart'
import { strongestEdge } from '../../frontend/src/modalities/image/snapping/edges'

interface Job {
  readonly picture: string
  readonly repeats: number
  /** x, y, width, height. */
  readonly boxes: Readonly<Record<string, readonly [number, number, number, number]>>
  readonly ways: Readonly<Record<string, readonly [Corner, Corner]>>
  readonly scribble: { readonly inside: readonly Corner[]; readonly outside: readonly Corner[] }
  readonly square: { readonly box: Bounds; readonly cell: number }
  readonly reach: number
}

const MARGIN = 0.2

async function pixelsOf(url: string) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob())
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(bitmap, 0, 0)
  return context.getImageData(0, 0, bitmap.width, bitmap.height)
}

/** Milliseconds of each of several runs. */
async function timed(repeats: number, run: () => unknown): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < repeats; i++) {
    const begun = performance.now()
    await run()
    times.push(performance.now() - begun)
  }
  return times
}

/** How many pixels are off, then on, and so on. */
function runsOf(bits: Uint8Array): readonly number[] {
  const runs = [0]
  let last = 0
  for (const bit of bits) {
    if (bit !== last) runs.push(0)
    last = bit
    runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
  }
  return runs
}

const orderOf = ([x, y, width, height]: Job['boxes'][string]): CutOrder => ({
  box: { minX: x, minY: y, maxX: x + width, maxY: y + height },
  margin: Math.max(12, MARGIN * Math.max(width, height)),
  inside: [],
  outside: [],
})

function editorOf(pixels: ImageData): Editor {
  const schema = { labels: [], questions: [] }
  const editor = new Editor({ work: new Document(), kinds: [box, mask], schema, extent: pixels })
  const { width, height } = pixels
  pictureOf(editor).value = {
    extent: { width, height },
    part: () => ({ x: 0, y: 0, pixels }),
    frame: () => ({ minX: 0, minY: 0, maxX: width, maxY: height }),
    seenFrom: 0,
  }
  return editor
}

const boxRecord = ([x, y, width, height]: Job['boxes'][string]) => ({
  id: 'box',
  kind: 'box',
  label: '',
  data: { x, y, width, height },
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' as const },
  score: null,
})

export async function measured(job: Job) {
  const pixels = await pixelsOf(job.picture)
  const editor = editorOf(pixels)
  const smart = new Smart(editor)
  const found: Record<string, readonly number[]> = {}
  const masks: Record<string, unknown> = {}
  found['first question'] = await timed(1, () => smart.ask<'seed'>({ kind: 'seed', at: [9, 9], reach: 6 }))
  for (const [name, [from, to]] of Object.entries(job.ways)) {
    found[`scissors, ${name}`] = await timed(job.repeats, async () => {
      await smart.ask<'seed'>({ kind: 'seed', at: from, reach: 6 })
      await smart.ask<'way'>({ kind: 'way', to, reach: 6 })
    })
  }
  found.superpixels = await timed(job.repeats, () => smart.ask<'cells'>({ kind: 'cells', ...job.square }))
  for (const [name, at] of Object.entries(job.boxes)) {
    const order = orderOf(at)
    found[`GrabCut, ${name}`] = await timed(job.repeats, async () => {
      const cut = await smart.ask<'cut'>({ kind: 'cut', ...order })
      masks[name] = cut && { ...cut, bits: runsOf(cut.bits) }
    })
    found[`tightened box, ${name}`] = await timed(job.repeats, async () => {
      editor.edit('box', (tx) => tx.put(boxRecord(at)))
      editor.select(['box'])
      await tighten(editor)
    })
  }
  const order = { ...orderOf(job.boxes.car as never), ...job.scribble }
  found['GrabCut, car with scribbles'] = await timed(job.repeats, () => smart.ask<'cut'>({ kind: 'cut', ...order }))
  found['edge snapping'] = await timed(job.repeats * 20, () => strongestEdge(pixels, [700, 500], job.reach))
  return { width: pixels.width, height: pixels.height, found, masks }
}

Object.assign(globalThis, { measured })
