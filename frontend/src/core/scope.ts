import { effect } from '@preact/signals-core'

type Dispose = () => void

/**
 * A tree of things to clean up: listeners, effects, timers, observers, child scopes.
 *
 * Whoever creates something that must end takes a scope and adds to it; disposing the root ends
 * everything below, last in first out. Disposing twice is harmless; adding to a dead scope cleans at once.
 */
export class Scope {
  readonly #disposers = new Set<Dispose>()
  #alive = true

  get alive(): boolean {
    return this.#alive
  }

  /** How many things are waiting to be cleaned up. */
  get size(): number {
    return this.#disposers.size
  }

  /** Remember a clean-up; the returned function runs it early. */
  add(dispose: Dispose): Dispose {
    if (!this.#alive) {
      dispose()
      return () => undefined
    }
    const once = () => {
      if (this.#disposers.delete(once)) dispose()
    }
    this.#disposers.add(once)
    return once
  }

  child(): Scope {
    const child = new Scope()
    const forget = this.add(() => child.dispose())
    child.add(() => forget())
    return child
  }

  listen<T extends EventTarget, E extends Event = Event>(
    target: T,
    type: string,
    handle: (event: E) => void,
    options?: AddEventListenerOptions,
  ): Dispose {
    const listener = handle as EventListener
    target.addEventListener(type, listener, options)
    return this.add(() => target.removeEventListener(type, listener, options))
  }

  /** Run now and again whenever a signal it read changes. */
  effect(run: () => void): Dispose {
    return this.add(effect(run))
  }

  timeout(run: () => void, ms: number): Dispose {
    const timer = setTimeout(() => {
      stop()
      run()
    }, ms)
    const stop = this.add(() => clearTimeout(timer))
    return stop
  }

  /** Run when there is nothing else to do, within `ms` at the latest, once. */
  idle(run: () => void, ms: number): Dispose {
    if (!('requestIdleCallback' in globalThis)) return this.timeout(run, ms)
    const handle = requestIdleCallback(
      () => {
        stop()
        run()
      },
      { timeout: ms },
    )
    const stop = this.add(() => cancelIdleCallback(handle))
    return stop
  }

  interval(run: () => void, ms: number): Dispose {
    const timer = setInterval(run, ms)
    return this.add(() => clearInterval(timer))
  }

  /** Run before the next repaint, once. */
  frame(run: (time: number) => void): Dispose {
    const handle = requestAnimationFrame((time) => {
      stop()
      run(time)
    })
    const stop = this.add(() => cancelAnimationFrame(handle))
    return stop
  }

  observeSize(target: Element, changed: () => void): Dispose {
    const observer = new ResizeObserver(changed)
    observer.observe(target)
    return this.add(() => observer.disconnect())
  }

  dispose(): void {
    if (!this.#alive) return
    this.#alive = false
    for (const dispose of [...this.#disposers].reverse()) dispose()
    this.#disposers.clear()
  }
}
