/** Where in the file the packets of a video are, and which frame comes from which: docs/video.md. */
export interface FrameTable {
  readonly packets: number
  readonly frames: number
  /** Of packets, in bytes. */
  readonly positions: Float64Array
  readonly sizes: Int32Array
  /** Of packets: their place in the order in which they are seen. */
  readonly ranks: Int32Array
  /** First packet of every run; decoding can begin there and nowhere else. Ends with the number of packets. */
  readonly runs: Int32Array
  /** The frame of a rank; -1 for what is decoded, but never seen. */
  readonly frameOf: Int32Array
  /** The packet of a frame. */
  readonly packetOf: Int32Array
  /** When frames are seen, in seconds from the first. */
  readonly times: Float64Array
}

async function inflated(bytes: ArrayBuffer): Promise<Int32Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Int32Array(await new Response(stream).arrayBuffer())
}

export async function readTable(
  bytes: ArrayBuffer,
  packets: number,
  frames: number,
): Promise<FrameTable> {
  return tableOf(await inflated(bytes), packets, frames)
}

export function tableOf(numbers: Int32Array, packets: number, frames: number): FrameTable {
  if (numbers.length !== 4 * packets + 2 * frames) throw new Error('video: frames do not match')
  const column = (place: number) => numbers.subarray(place * packets, (place + 1) * packets)
  const [sizes, gaps, steps, starts] = [column(0), column(1), column(2), column(3)]
  const positions = new Float64Array(packets)
  const ranks = new Int32Array(packets)
  const packetOfRank = new Int32Array(packets)
  const runs: number[] = []
  let end = 0
  for (let i = 0; i < packets; i++) {
    positions[i] = end + (gaps[i] ?? 0)
    end = (positions[i] ?? 0) + (sizes[i] ?? 0)
    const rank = (steps[i] ?? 0) + i
    ranks[i] = rank
    packetOfRank[rank] = i
    if (starts[i]) runs.push(i)
  }
  const frameOf = new Int32Array(packets).fill(-1)
  const packetOf = new Int32Array(frames)
  const times = new Float64Array(frames)
  let microseconds = 0
  for (let k = 0; k < frames; k++) {
    const rank = (numbers[4 * packets + k] ?? 0) + k
    frameOf[rank] = k
    packetOf[k] = packetOfRank[rank] ?? 0
    microseconds += numbers[4 * packets + frames + k] ?? 0
    times[k] = microseconds / 1e6
  }
  return {
    packets,
    frames,
    positions,
    sizes,
    ranks,
    runs: Int32Array.from([...runs, packets]),
    frameOf,
    packetOf,
    times,
  }
}

/** The run that a packet belongs to, by halving. */
export function runOf({ runs }: FrameTable, packet: number): number {
  let low = 0
  let high = runs.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle] ?? 0) <= packet) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** Packets that are fetched together. */
export interface Block {
  readonly first: number
  readonly last: number
  readonly offset: number
  readonly size: number
}

/** Bytes after which a new block begins: enough for a fetch to be worth it, few enough to be there at once. */
const BLOCK = 1_000_000

/** The packets in blocks, which end with a run where that makes them neither tiny nor huge. */
export function blocksOf({ packets, positions, sizes, runs }: FrameTable): readonly Block[] {
  const blocks: Block[] = []
  let first = 0
  let run = 1
  for (let i = 0; i < packets; i++) {
    const offset = positions[first] ?? 0
    const end = (positions[i] ?? 0) + (sizes[i] ?? 0)
    const isEdge = i + 1 === runs[run]
    if (isEdge) run += 1
    if (i + 1 === packets || (end - offset >= BLOCK && isEdge) || end - offset >= 2 * BLOCK) {
      blocks.push({ first, last: i, offset, size: end - offset })
      first = i + 1
    }
  }
  return blocks
}
