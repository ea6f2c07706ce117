/** Packets without which all others can be decoded. */

/** The types of the parts that hold pictures, in H.264. */
const PICTURE = { first: 1, last: 5 }

/**
 * Tells of H.264 in length-prefixed form, as MP4 has it, which packets nothing refers to; of other streams, none.
 * `description` is the avcC box.
 */
export function disposableIn(
  codec: string,
  description: Uint8Array,
): ((packet: Uint8Array) => boolean) | null {
  if (!codec.startsWith('avc') || description.length < 5) return null
  const prefix = ((description[4] ?? 0) & 3) + 1
  return (packet) => {
    for (let at = 0; at + prefix < packet.length; ) {
      const head = packet[at + prefix] ?? 0
      const type = head & 31
      if (type >= PICTURE.first && type <= PICTURE.last) return (head >> 5) % 4 === 0
      let size = 0
      for (let i = 0; i < prefix; i++) size = size * 256 + (packet[at + i] ?? 0)
      at += prefix + size
    }
    return false
  }
}
