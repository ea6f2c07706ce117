import createClient, { type Middleware } from 'openapi-fetch'
import { offlineError, readError } from './error'
import type { paths } from './schema'
import { announce } from './signals'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
let token = ''

/** The session's answer carries the token for pages that the server did not send itself. */
export function rememberCsrf(value: string): void {
  token = value
}

export function csrfToken(cookie: string = document.cookie): string {
  const match = /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookie)
  return match?.[1] ? decodeURIComponent(match[1]) : token
}

/** Headers that every request of ours needs; for uploads and other code that does not use `api`. */
export function requestHeaders(method = 'GET'): Record<string, string> {
  return {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang || 'en',
    ...(SAFE.has(method) ? {} : { 'X-CSRFToken': csrfToken() }),
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.clone().json()
  } catch {
    return null
  }
}

const ours: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(requestHeaders(request.method))) {
      request.headers.set(name, value)
    }
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return
    const error = readError(response.status, await bodyOf(response))
    // Asking who is signed in is not being signed out.
    if (error.code === 'not-signed-in' && schemaPath !== '/api/v1/session') announce('signed-out')
    throw error
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return
    return offlineError(error)
  },
}

declare global {
  interface Window {
    /** Answers by path that `first-paint.js` asked for before there was any code; null where nothing came. */
    askedAhead?: { [path: string]: Promise<Response | null> }
  }
}

/** The answer that was asked for ahead, once, and only a good one: anything else is asked for anew. */
async function takeAhead({ method, url }: Request): Promise<Response | null> {
  const { pathname, search } = new URL(url)
  const ahead = window.askedAhead
  const answer = method === 'GET' && !search && ahead?.[pathname]
  if (!answer) return null
  delete ahead[pathname]
  const response = await answer
  return response?.ok ? response : null
}

/** Typed by the server's own description. Throws ApiError; answers are therefore always good ones. */
export const api = createClient<paths>({
  baseUrl: '',
  credentials: 'same-origin',
  // Looked up at each call: tests and the offline simulation replace the global.
  fetch: async (request: Request) => (await takeAhead(request)) ?? globalThis.fetch(request),
})
api.use(ours)

/** The data of an answer: `const task = await unwrap(api.GET('/api/v1/tasks/{id}', ...))`. */
export async function unwrap<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>
}
