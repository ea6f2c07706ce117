import { signal } from '@preact/signals-core'
import type { Stage, StageOptions } from '../../core/registry'
import type { CameraControl } from '../../core/view'

const nothing = () => undefined

/** See what each camera saw, with the points over it: for questions about the whole of a scene. */
export class OverviewStage implements Stage {
  readonly #options: StageOptions
  readonly #root = document.createElement('div')
  /** There is nothing to look around in. */
  readonly camera: CameraControl = {
    scale: signal(1),
    zoomBy: nothing,
    zoomTo: nothing,
    reveal: nothing,
    fit: nothing,
    actualSize: nothing,
    panBy: nothing,
  }

  constructor(options: StageOptions) {
    this.#options = options
  }

  mount(host: HTMLElement): void {
    const { asset, onReady, onError } = this.#options
    this.#root.style.cssText =
      'display: flex; flex-wrap: wrap; gap: 8px; place-content: center; height: 100%; overflow: auto'
    const pictures = asset.files
      .filter(({ role }) => role === 'preview')
      .map(({ key, url }) => {
        const picture = document.createElement('img')
        picture.alt = key
        picture.src = url
        picture.style.maxWidth = '48%'
        return picture
      })
    this.#root.append(...pictures)
    host.append(this.#root)
    Promise.all(pictures.map((picture) => picture.decode())).then(onReady, onError)
  }

  dispose(): void {
    this.#root.remove()
  }
}
