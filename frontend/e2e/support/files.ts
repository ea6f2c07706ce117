import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { deflateSync } from 'node:zlib'

/** A file as a file chooser takes it. */
export interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const PHOTOGRAPHS = resolve(import.meta.dirname, '../../../demo/pandaset')

/** A photograph of the demonstration under a name of its own. */
export function photograph(from: string, name: string): Chosen {
  const buffer = readFileSync(resolve(PHOTOGRAPHS, from))
  return { name, mimeType: 'image/jpeg', buffer }
}

export function cut({ name, mimeType, buffer }: Chosen): Chosen {
  return { name, mimeType, buffer: buffer.subarray(0, buffer.length / 2) }
}

export const text = (name: string, content: string): Chosen => ({
  name,
  mimeType: 'image/jpeg',
  buffer: Buffer.from(content),
})

/** A sound picture of about `megabytes`, whose bytes do not repeat: an uncompressed BMP. */
export function bitmap(megabytes: number): Buffer {
  const [width, height] = [2048, Math.ceil((megabytes * 1e6) / 6144)]
  const head = Buffer.alloc(54)
  head.write('BM')
  head.writeUInt32LE(54 + width * height * 3, 2)
  head.writeUInt32LE(54, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(width, 18)
  head.writeInt32LE(height, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  return Buffer.concat([head, randomBytes(width * height * 3)])
}

/** A PNG of a few kilobytes that says it is `side` pixels wide and high. */
export function bomb(name: string, side: number): Chosen {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(1, 8)
  const pixels = deflateSync(Buffer.alloc((1 + side / 8) * 64))
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  const buffer = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
  return { name, mimeType: 'image/png', buffer }
}

/** A grey PNG of sixteen bits that grows brighter to the right: shown as tiles, with level and window. */
export function deep(name: string, width: number, height: number): Chosen {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(16, 8)
  const row = Buffer.alloc(1 + 2 * width)
  for (let x = 0; x < width; x++) row.writeUInt16BE(1000 + 20 * x, 1 + 2 * x)
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  const buffer = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
  return { name, mimeType: 'image/png', buffer }
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data])
  return Buffer.concat([number32(data.length, 'BE'), body, number32(crc32(body), 'BE')])
}

interface Entry {
  readonly name: string
  readonly data: Buffer
  /** Unix mode; 0o120777 makes it a symbolic link. */
  readonly mode?: number
}

/** A zip of these entries as they are, whatever their names say. */
export function zip(name: string, entries: readonly Entry[]): Chosen {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name: path, data, mode = 0o100644 } of entries) {
    const shared = Buffer.concat([
      Buffer.from([20, 0, 0, 8, 0, 0, 0, 0, 33, 0]),
      number32(crc32(data)),
      number32(data.length),
      number32(data.length),
      number16(Buffer.byteLength(path)),
      number16(0),
    ])
    const entry = [Buffer.from('PK\x03\x04'), shared, Buffer.from(path), data]
    const rest = [number16(0), number16(0), number16(0), number32(mode * 0x10000), number32(at)]
    central.push(
      Buffer.from('PK\x01\x02'),
      Buffer.from([20, 3]),
      shared,
      ...rest,
      Buffer.from(path),
    )
    local.push(...entry)
    at += Buffer.concat(entry).length
  }
  const index = Buffer.concat(central)
  const counts = [number16(entries.length), number16(entries.length)]
  const end = [Buffer.from('PK\x05\x06'), number32(0), ...counts, number32(index.length)]
  const buffer = Buffer.concat([...local, index, ...end, number32(at), number16(0)])
  return { name, mimeType: 'application/zip', buffer }
}

function number16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function number32(value: number, order: 'LE' | 'BE' = 'LE'): Buffer {
  const bytes = Buffer.alloc(4)
  if (order === 'LE') bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}

/** As zip and PNG have it. */
function crc32(data: Buffer): number {
  let sum = 0xffffffff
  for (const byte of data) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}
