import { afterEach, vi } from 'vitest'
import { takeDownAll } from './mounted'

// React warns about updates outside `act` only where it knows that tests run.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const hasPage = 'document' in globalThis

if (hasPage) {
  // happy-dom measures nothing; virtual lists need a size to draw anything.
  Object.defineProperties(HTMLElement.prototype, {
    offsetHeight: { configurable: true, get: () => 600 },
    offsetWidth: { configurable: true, get: () => 900 },
    clientHeight: { configurable: true, get: () => 600 },
  })
}

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await takeDownAll()
  if (hasPage) document.body.replaceChildren()
})
