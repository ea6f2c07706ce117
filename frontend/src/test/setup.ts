import { afterEach, vi } from 'vitest'

afterEach(() => {
  vi.restoreAllMocks()
  // Tests that read the source run without a page.
  globalThis.document?.body.replaceChildren()
})
