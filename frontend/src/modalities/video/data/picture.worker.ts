import { type Upright, UprightPictures } from './upright'

interface Order {
  readonly id: number
  readonly image: VideoFrame
}

let pictures: UprightPictures | null = null
// One at a time: they are made in the same place.
let last: Promise<unknown> = Promise.resolve()

async function make({ id, image }: Order): Promise<void> {
  try {
    const picture = await pictures?.make(image)
    if (picture) self.postMessage({ id, picture }, { transfer: [picture] })
  } catch (error) {
    self.postMessage({ id, failed: String(error) })
  } finally {
    image.close()
  }
}

self.onmessage = ({ data }: MessageEvent<Upright | Order>) => {
  if ('image' in data) last = last.then(() => make(data))
  else pictures = new UprightPictures(data)
}
self.postMessage({ isReady: true })
