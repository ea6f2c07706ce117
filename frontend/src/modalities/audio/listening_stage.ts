import { signal } from '@preact/signals-core'
import type { Stage, StageOptions } from '../../core/registry'
import type { CameraControl } from '../../core/view'

const nothing = () => undefined

/** Hear the recording beside its picture: for questions about the whole of it. */
export class ListeningStage implements Stage {
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
    const player = document.createElement('audio')
    player.controls = true
    player.preload = 'metadata'
    player.setAttribute('aria-label', asset.name)
    player.src = asset.files.find(({ role }) => role === 'pcm')?.url ?? asset.url
    player.addEventListener('loadedmetadata', () => onReady?.(), { once: true })
    player.addEventListener('error', () => onError?.(player.error))
    this.#root.style.cssText = 'display: grid; place-items: center; height: 100%'
    this.#root.append(player)
    host.append(this.#root)
  }

  dispose(): void {
    this.#root.remove()
  }
}
