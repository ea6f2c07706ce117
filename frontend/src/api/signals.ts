/**
 * - `signed-out`: the server no longer knows this browser; the page stays and asks to sign in over it.
 * - `signed-in`: the same person signed in again; whatever waits for the server goes on.
 */
export type SessionSignal = 'signed-out' | 'signed-in'

const target = new EventTarget()

export function announce(signal: SessionSignal): void {
  target.dispatchEvent(new Event(signal))
}

/** Listens until the returned function is called. */
export function onSession(signal: SessionSignal, listener: () => void): () => void {
  target.addEventListener(signal, listener)
  return () => target.removeEventListener(signal, listener)
}
