import { Sha256 } from './sha256'

const PIECE = 4 * 1024 * 1024
/** Up to here the browser's own digest is faster, where it exists: it does not on plain http. */
const SMALL = 32 * 1024 * 1024

interface Order {
  readonly id: number
  readonly file: Blob
}

async function digest(file: Blob): Promise<string> {
  if (file.size <= SMALL && globalThis.crypto?.subtle) {
    const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const hash = new Sha256()
  for (let at = 0; at < file.size; at += PIECE) {
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()))
  }
  return hash.digest()
}

self.onmessage = ({ data: { id, file } }: MessageEvent<Order>) => {
  digest(file).then(
    (sha256) => self.postMessage({ id, sha256 }),
    () => self.postMessage({ id, sha256: null }),
  )
}
