import { expect, test } from 'vitest'
import { disposableIn } from './disposable'

const AVCC = Uint8Array.of(1, 100, 0, 40, 0xff)
/** A part with its length before it. */
const part = (head: number) => [0, 0, 0, 3, head, 7, 7]

test('a picture that nothing refers to is told by its first part with pixels', () => {
  const isDisposable = disposableIn('avc1.640028', AVCC)
  const [note, end, free, whole] = [0x06, 0x09, 0x01, 0x65]
  expect(isDisposable?.(Uint8Array.from([...part(end), ...part(note), ...part(free)]))).toBe(true)
  expect(isDisposable?.(Uint8Array.from([...part(note), ...part(0x41)]))).toBe(false)
  expect(isDisposable?.(Uint8Array.from(part(whole)))).toBe(false)
  expect(isDisposable?.(Uint8Array.from(part(note)))).toBe(false)
})

test('of other streams nothing is said', () => {
  expect(disposableIn('vp8', new Uint8Array())).toBeNull()
  expect(disposableIn('avc1.640028', new Uint8Array())).toBeNull()
})
