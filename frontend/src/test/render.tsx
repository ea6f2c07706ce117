import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import i18next from 'i18next'
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n } from '../app/i18n'
import { parseSearch, stringifySearch } from '../app/search-params'
import { theme } from '../app/theme'
import { onTakeDown } from './mounted'

export interface Rendered {
  readonly host: HTMLElement
  readonly client: QueryClient
  /** The address after `?`. */
  readonly search: () => string
}

/** Draws something inside what every screen stands in: theme, language, server state and address. */
export async function render(node: ReactNode, address = '/'): Promise<Rendered> {
  if (!i18next.isInitialized) await startI18n('en')
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => node }),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  })
  const host = document.createElement('div')
  document.body.append(host)
  const root = createRoot(host)
  onTakeDown(() => act(async () => root.unmount()))
  await router.load()
  await act(async () => {
    root.render(
      <MantineProvider theme={theme} env="test">
        <QueryClientProvider client={client}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </MantineProvider>,
    )
  })
  return { host, client, search: () => router.state.location.searchStr }
}

/** Lets promises and timers of `ms` pass inside React. */
export async function settle(ms = 0): Promise<void> {
  await act(async () => {
    await new Promise((done) => setTimeout(done, ms))
  })
}

export async function press(target: Element, key: string, more: KeyboardEventInit = {}) {
  await act(async () => {
    target.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    )
  })
}

export async function click(target: Element | null | undefined) {
  if (!target) throw new Error('nothing to click')
  await act(async () => {
    target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  })
}

/** Types into a field as a person does: React hears the native input event. */
export async function type(field: Element | null | undefined, text: string) {
  if (!(field instanceof HTMLInputElement)) throw new Error('nothing to type into')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
