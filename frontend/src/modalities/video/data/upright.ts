/** How pictures lie: the pixels of the file, upright. */
export interface Upright {
  /** Degrees clockwise by which pictures are turned to be seen upright. */
  readonly rotation: number
  /** Pixels of a frame as it is seen. */
  readonly width: number
  readonly height: number
}

/**
 * Makes pictures of decoded frames, in the pixels of the file, upright, whatever shape the file says its pixels have; one
 * after another.
 */
export class UprightPictures {
  readonly #how: Upright
  #pixels = new Uint8ClampedArray(0)
  #givesPixels = true

  constructor(how: Upright) {
    this.#how = how
  }

  async make(image: VideoFrame): Promise<ImageBitmap> {
    const plain = await this.#plain(image)
    return this.#how.rotation === 0 ? plain : this.#turned(plain)
  }

  /** By way of its pixels where the browser gives them: of what is drawn from frames Chromium keeps half a gigabyte. */
  async #plain(image: VideoFrame): Promise<ImageBitmap> {
    if (!this.#givesPixels) return createImageBitmap(image)
    try {
      return await this.#copied(image)
    } catch {
      this.#givesPixels = false
      return createImageBitmap(image)
    }
  }

  async #copied(image: VideoFrame): Promise<ImageBitmap> {
    const { width, height } = image.visibleRect ?? { width: 0, height: 0 }
    const size = 4 * width * height
    if (this.#pixels.length !== size) this.#pixels = new Uint8ClampedArray(size)
    await image.copyTo(this.#pixels, { format: 'RGBA', colorSpace: 'srgb' })
    return createImageBitmap(new ImageData(this.#pixels, width, height))
  }

  #turned(plain: ImageBitmap): ImageBitmap {
    const { rotation, width, height } = this.#how
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no 2d context')
    const isOnSide = rotation % 180 !== 0
    const [w, h] = isOnSide ? [height, width] : [width, height]
    context.translate(width / 2, height / 2)
    context.rotate((rotation * Math.PI) / 180)
    context.drawImage(plain, -w / 2, -h / 2, w, h)
    plain.close()
    return canvas.transferToImageBitmap()
  }
}
