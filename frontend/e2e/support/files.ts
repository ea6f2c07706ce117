import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

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
