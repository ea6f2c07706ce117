import { onSession } from '../../../api/signals'
import type { DroppedFile } from '../../../ui/DropZone'
import { type Hasher, makeHasher } from './hasher'
import { type Sending, send, UploadFailed } from './send'

export type UploadState = 'waiting' | 'hashing' | 'uploading' | 'done' | 'failed'

export interface UploadItem {
  readonly id: number
  readonly path: string
  readonly size: number
  readonly state: UploadState
  /** Bytes that have arrived. */
  readonly sent: number
  /** Of its bytes here; the server compares it with those that arrived. */
  readonly sha256: string | null
  /** Id at the server once it is complete. */
  readonly upload: string | null
  /** Code of what went wrong: `data:failure.<code>`. */
  readonly error: string | null
}

export interface Totals {
  readonly files: number
  readonly done: number
  readonly failed: number
  readonly size: number
  readonly sent: number
}

type Send = (sending: Sending, signal: AbortSignal) => Promise<string>

const AT_ONCE = 4

/** Files on their way to the server. It lives as long as the page, so one may go elsewhere meanwhile. */
export class UploadQueue {
  private readonly items = new Map<number, UploadItem>()
  /** Ids in their order that have not begun. */
  private waiting: number[] = []
  private active = 0
  private shown: readonly UploadItem[] = []
  private readonly files = new Map<number, File>()
  private readonly stops = new Map<number, AbortController>()
  private readonly listeners = new Set<() => void>()
  private last = 0
  private pending = false

  private readonly project: string
  private readonly hash: Hasher
  private readonly send: Send

  constructor(project: string, hash: Hasher = makeHasher(), sendFile: Send = send) {
    this.project = project
    this.hash = hash
    this.send = sendFile
    onSession('signed-in', () => this.retryFailed('not-signed-in'))
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = (): readonly UploadItem[] => this.shown

  /** Files that are not in the queue already, by path and size. */
  add(dropped: readonly DroppedFile[]): void {
    const known = new Set([...this.items.values()].map(({ path, size }) => `${size}/${path}`))
    for (const { file, path } of dropped) {
      if (known.has(`${file.size}/${path}`)) continue
      const id = ++this.last
      const size = file.size
      this.files.set(id, file)
      const fresh = { sent: 0, sha256: null, upload: null, error: null }
      this.items.set(id, { id, path, size, state: 'waiting', ...fresh })
      this.waiting.push(id)
    }
    this.tell()
    this.next()
  }

  remove(id: number): void {
    this.stops.get(id)?.abort()
    this.files.delete(id)
    this.items.delete(id)
    this.tell()
    this.next()
  }

  clear(): void {
    for (const stop of this.stops.values()) stop.abort()
    this.files.clear()
    this.items.clear()
    this.waiting = []
    this.tell()
  }

  retry(id: number): void {
    this.change(id, { state: 'waiting', error: null })
    this.waiting.push(id)
    this.next()
  }

  retryFailed(code?: string): void {
    for (const { id, state, error } of this.items.values()) {
      if (state === 'failed' && (code === undefined || error === code)) this.retry(id)
    }
  }

  private next(): void {
    while (this.active < AT_ONCE) {
      const id = this.waiting.shift()
      if (id === undefined) return
      if (this.items.has(id)) void this.run(id)
    }
  }

  private async run(id: number): Promise<void> {
    const file = this.files.get(id)
    if (!file) return
    const stop = new AbortController()
    this.stops.set(id, stop)
    this.active++
    try {
      this.change(id, { state: 'hashing' })
      const sha256 = await this.hash(file)
      if (!stop.signal.aborted) await this.upload(id, file, sha256, stop.signal)
    } catch (error) {
      const code = error instanceof UploadFailed ? error.code : 'unreadable'
      if (code !== 'stopped') this.change(id, { state: 'failed', error: code })
    } finally {
      this.active--
      this.stops.delete(id)
      this.next()
    }
  }

  private async upload(id: number, file: File, sha256: string, signal: AbortSignal): Promise<void> {
    this.change(id, { state: 'uploading', sha256 })
    const path = this.items.get(id)?.path ?? file.name
    const onProgress = (sent: number) => this.change(id, { sent })
    const upload = await this.send(
      { project: this.project, path, file, sha256, onProgress },
      signal,
    )
    this.change(id, { state: 'done', sent: file.size, upload })
    this.files.delete(id)
  }

  private change(id: number, changes: Partial<UploadItem>): void {
    const item = this.items.get(id)
    if (!item) return
    this.items.set(id, { ...item, ...changes })
    this.tell()
  }

  /** Listeners hear a few times a second: thousands of small files report thousands of times. */
  private tell(): void {
    if (this.pending) return
    this.pending = true
    setTimeout(() => {
      this.pending = false
      this.shown = [...this.items.values()]
      for (const listener of this.listeners) listener()
    }, 100)
  }
}

export function totalsOf(items: readonly UploadItem[]): Totals {
  const totals = { files: items.length, done: 0, failed: 0, size: 0, sent: 0 }
  for (const { state, size, sent } of items) {
    totals.size += size
    totals.sent += state === 'done' ? size : Math.min(sent, size)
    if (state === 'done') totals.done++
    if (state === 'failed') totals.failed++
  }
  return totals
}

const queues = new Map<string, UploadQueue>()

export function queueOf(project: string): UploadQueue {
  const found = queues.get(project) ?? new UploadQueue(project)
  queues.set(project, found)
  return found
}
