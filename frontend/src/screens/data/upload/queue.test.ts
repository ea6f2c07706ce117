import { describe, expect, it, vi } from 'vitest'
import { totalsOf, UploadQueue } from './queue'
import { type Sending, UploadFailed } from './send'

const file = (name: string, size = 3) => ({
  file: new File(['x'.repeat(size)], name),
  path: `street/${name}`,
})
const hash = () => Promise.resolve('f'.repeat(64))
const settled = (queue: UploadQueue, states: string[]) =>
  vi.waitFor(() => expect(queue.snapshot().map(({ state }) => state)).toEqual(states))

describe('uploads', () => {
  it('go on a few at a time, until all are there', async () => {
    let most = 0
    let now = 0
    const send = async ({ onProgress }: Sending) => {
      most = Math.max(most, ++now)
      onProgress(1)
      await new Promise((done) => setTimeout(done, 5))
      now--
      return 'id'
    }
    const queue = new UploadQueue('p', hash, send)
    queue.add(Array.from({ length: 9 }, (_, index) => file(`${index}.jpg`)))
    await settled(queue, Array(9).fill('done'))
    expect(most).toBe(4)
    expect(totalsOf(queue.snapshot())).toEqual({ files: 9, done: 9, failed: 0, size: 27, sent: 27 })
  })

  it('take a file once', async () => {
    const queue = new UploadQueue('p', hash, () => Promise.resolve('id'))
    queue.add([file('a.jpg')])
    queue.add([file('a.jpg'), file('b.jpg')])
    await settled(queue, ['done', 'done'])
  })

  it('say what failed and try it again when asked', async () => {
    let broken = true
    const send = () =>
      broken ? Promise.reject(new UploadFailed('storage-full', '')) : Promise.resolve('id')
    const queue = new UploadQueue('p', hash, send)
    queue.add([file('a.jpg')])
    await settled(queue, ['failed'])
    expect(queue.snapshot()[0]?.error).toBe('storage-full')
    broken = false
    queue.retryFailed()
    await settled(queue, ['done'])
  })

  it('stop when they are taken away', async () => {
    const stopped: string[] = []
    const send = ({ path }: Sending, signal: AbortSignal) =>
      new Promise<string>((_, reject) =>
        signal.addEventListener('abort', () => {
          stopped.push(path)
          reject(new UploadFailed('stopped', ''))
        }),
      )
    const queue = new UploadQueue('p', hash, send)
    queue.add([file('a.jpg'), file('b.jpg')])
    await settled(queue, ['uploading', 'uploading'])
    queue.remove(1)
    await settled(queue, ['uploading'])
    queue.clear()
    await settled(queue, [])
    expect(stopped).toEqual(['street/a.jpg', 'street/b.jpg'])
  })

  it('say that a file can no longer be read', async () => {
    const queue = new UploadQueue('p', () => Promise.reject(new Error('gone')), vi.fn())
    queue.add([file('a.jpg')])
    await settled(queue, ['failed'])
    expect(queue.snapshot()[0]?.error).toBe('unreadable')
  })
})
