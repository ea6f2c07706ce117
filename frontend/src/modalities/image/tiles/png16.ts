/** Values of 16 bits, channel by channel within each pixel. */
export interface DeepPixels {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly values: Uint16Array
}

const HEAD = 8

/**
 * Unpack a PNG of 16 bits, grey or RGB, not interlaced: a canvas would leave eight of them. `inflate` undoes zlib.
 */
export async function readPng16(
  bytes: Uint8Array,
  inflate: (packed: Uint8Array[]) => Promise<Uint8Array>,
): Promise<DeepPixels> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const packed: Uint8Array[] = []
  let [width, height, channels] = [0, 0, 0]
  for (let at = HEAD; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const kind = view.getUint32(at + 4)
    const start = at + 8
    if (kind === 0x49484452) {
      width = view.getUint32(start)
      height = view.getUint32(start + 4)
      channels = bytes[start + 9] === 2 ? 3 : 1
    } else if (kind === 0x49444154) packed.push(bytes.subarray(start, start + length))
    at = start + length + 4
  }
  const lines = await inflate(packed)
  return { width, height, channels, values: unfiltered(lines, width, height, channels) }
}

function unfiltered(
  lines: Uint8Array,
  width: number,
  height: number,
  channels: number,
): Uint16Array {
  const step = 2 * channels
  const stride = step * width
  if (lines.length < (stride + 1) * height) throw new Error('png: cut off')
  let above = new Uint8Array(stride)
  const values = new Uint16Array(width * height * channels)
  for (let row = 0; row < height; row++) {
    const at = row * (stride + 1)
    const line = lines.subarray(at + 1, at + 1 + stride)
    undo(lines[at] ?? 0, line, above, step)
    const to = row * width * channels
    for (let i = 0; i < width * channels; i++) {
      values[to + i] = ((line[2 * i] ?? 0) << 8) | (line[2 * i + 1] ?? 0)
    }
    above = line as Uint8Array<ArrayBuffer>
  }
  return values
}

/** By number: what each of the five filters of PNG takes a byte for, from those before it. */
const GUESSES: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
]

/** Undo a filter in place. */
function undo(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  const guess = GUESSES[filter]
  if (!guess || filter === 0) return
  for (let i = 0; i < line.length; i++) {
    const isFirst = i < step
    const left = isFirst ? 0 : (line[i - step] ?? 0)
    const corner = isFirst ? 0 : (above[i - step] ?? 0)
    line[i] = ((line[i] ?? 0) + guess(left, above[i] ?? 0, corner)) & 255
  }
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner
  const [dl, du, dc] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)]
  if (dl <= du && dl <= dc) return left
  return du <= dc ? up : corner
}

/** By the browser's own. */
export async function inflate(packed: readonly Uint8Array[]): Promise<Uint8Array> {
  const stream = new Blob([...packed] as BlobPart[]).stream()
  const plain = stream.pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(plain).arrayBuffer())
}
