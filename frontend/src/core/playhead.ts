import { computed, signal } from '@preact/signals-core'

/** Where we are in time, shared by video, scenes and speech. The unit is that of the asset: frames or seconds. */
export class Playhead {
  readonly at = signal(0)
  readonly playing = signal(false)
  readonly rate = signal(1)
  readonly length: number
  readonly atStart = computed(() => this.at.value <= 0)
  readonly atEnd = computed(() => this.at.value >= this.length)

  constructor(length: number) {
    this.length = length
  }

  seek(to: number): void {
    this.at.value = Math.min(Math.max(to, 0), this.length)
  }

  step(by: number): void {
    this.playing.value = false
    this.seek(this.at.peek() + by)
  }

  toggle(): void {
    if (!this.playing.peek() && this.atEnd.peek()) this.seek(0)
    this.playing.value = !this.playing.peek()
  }

  /** Move on by so much real time; stops at the end. Called once per frame by whoever drives playback. */
  advance(elapsed: number): void {
    if (!this.playing.peek()) return
    this.seek(this.at.peek() + elapsed * this.rate.peek())
    if (this.atEnd.peek()) this.playing.value = false
  }
}
