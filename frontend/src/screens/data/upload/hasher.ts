/** SHA-256 of files, computed beside the page. */
export type Hasher = (file: Blob) => Promise<string>

interface Answer {
  readonly id: number
  /** Null when the file can no longer be read. */
  readonly sha256: string | null
}

export function makeHasher(): Hasher {
  const waiting = new Map<number, { resolve: (hash: string) => void; reject: () => void }>()
  let worker: Worker | null = null
  let last = 0
  const start = () => {
    const made = new Worker(new URL('./sha256.worker.ts', import.meta.url), { type: 'module' })
    made.onmessage = ({ data }: MessageEvent<Answer>) => {
      const one = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.sha256 === null) one?.reject()
      else one?.resolve(data.sha256)
    }
    return made
  }
  return (file) =>
    new Promise((resolve, reject) => {
      worker ??= start()
      const id = ++last
      waiting.set(id, { resolve, reject: () => reject(new Error('unreadable')) })
      worker.postMessage({ id, file })
    })
}
