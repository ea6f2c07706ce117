import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Sha256 } from './sha256'

const theirs = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('SHA-256 in pieces', () => {
  it('knows the published vectors', () => {
    const of = (text: string) => new Sha256().update(new TextEncoder().encode(text)).digest()
    expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('agrees with another implementation for every length about a block', () => {
    for (const length of [1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 100_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 256)
      expect(new Sha256().update(bytes).digest()).toBe(theirs(bytes))
    }
  })

  it('does not care how the bytes are cut', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 251)
    for (const step of [1, 3, 63, 64, 65, 999]) {
      const hash = new Sha256()
      for (let at = 0; at < bytes.length; at += step) hash.update(bytes.subarray(at, at + step))
      expect(hash.digest()).toBe(theirs(bytes))
    }
  })
})
