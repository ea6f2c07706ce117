let lastTime = 0

/**
 * A UUID of version 7: random, but sorting by creation time, so that "newest on top" needs no counter.
 * Ids made within one millisecond still sort in the order they were made.
 */
export function newId(now: number = Date.now()): string {
  const time = Math.max(now, lastTime + 1)
  lastTime = time
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = time
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

const TIME = 13

/** An id that sorts beside another: a part stays where the whole was in the stack, and does not come to lie on top. */
export const idBeside = (id: string): string => id.slice(0, TIME) + newId().slice(TIME)
