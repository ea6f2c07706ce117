import { vi } from 'vitest'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: unknown
}

type Answer = { readonly status?: number; readonly body?: unknown } | Error

/** A server in a function: hears every request, answers it, and keeps what was asked. */
export function serve(answer: (asked: Asked) => Answer): Asked[] {
  const heard: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url, 'http://localhost')
    const text = await request.text()
    const asked: Asked = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    }
    heard.push(asked)
    const given = answer(asked)
    if (given instanceof Error) throw given
    const { status = 200, body } = given
    if (status === 204) return new Response(null, { status })
    return new Response(JSON.stringify(body ?? {}), {
      status,
      headers: { 'Content-Type': 'application/json' },
    })
  })
  return heard
}

export const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { code, message: `English: ${code}`, fields: {}, params: {}, ...more },
})
