import { afterEach, describe, expect, test, vi } from 'vitest'
import { refusal, serve } from '../test/server'
import { api, csrfToken, rememberCsrf, unwrap } from './client'
import { ApiError, asApiError, readError } from './error'
import { cursorOf } from './page'
import { onSession } from './signals'

afterEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: happy-dom has no cookie store
  document.cookie = 'csrftoken=; max-age=0'
})

const failure = async (promise: Promise<unknown>): Promise<ApiError> =>
  asApiError(await promise.then(() => null).catch((error: unknown) => error))

describe('a request', () => {
  test('carries the token only when it changes something', async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: happy-dom has no cookie store
    document.cookie = 'csrftoken=abc%3D'
    const heard = serve(() => ({ body: {} }))
    await api.GET('/api/v1/projects', {})
    await api.POST('/api/v1/projects', { body: { name: 'x', template: 'y' } })
    expect(heard.map(({ headers }) => headers.get('X-CSRFToken'))).toEqual([null, 'abc='])
    expect(heard[1]?.body).toEqual({ name: 'x', template: 'y' })
  })

  test('falls back to the token that the session told', () => {
    rememberCsrf('from-session')
    expect(csrfToken('other=1')).toBe('from-session')
    expect(csrfToken('other=1; csrftoken=cookie')).toBe('cookie')
  })

  test('fills the address and gives the data', async () => {
    const heard = serve(() => ({ body: { id: '7' } }))
    const answer = api.GET('/api/v1/projects/{project}/tasks', {
      params: { path: { project: '7' }, query: { order: 'number' } },
    })
    expect(await unwrap(answer)).toEqual({ id: '7' })
    expect(heard[0]?.path).toBe('/api/v1/projects/7/tasks')
    expect(heard[0]?.query.get('order')).toBe('number')
  })
})

describe('an answer asked for ahead', () => {
  const askedAhead = (response: Response | null) => {
    window.askedAhead = { '/api/v1/session': Promise.resolve(response) }
  }
  const session = () => unwrap(api.GET('/api/v1/session', {}))

  test('is taken once', async () => {
    const heard = serve(() => ({ body: { language: 'zh' } }))
    askedAhead(Response.json({ language: 'en' }))
    expect([await session(), await session()]).toEqual([{ language: 'en' }, { language: 'zh' }])
    expect(heard).toHaveLength(1)
  })

  test.each([null, new Response(null, { status: 401 })])(
    'is asked for anew where it is no good',
    async (bad) => {
      serve(() => ({ body: { language: 'zh' } }))
      askedAhead(bad)
      expect(await session()).toEqual({ language: 'zh' })
    },
  )
})

describe('a refusal', () => {
  test('is an ApiError with the whole envelope', async () => {
    serve(() => refusal(400, 'invalid', { fields: { name: ['required'] }, params: { limit: 3 } }))
    const error = await failure(api.GET('/api/v1/projects', {}))
    expect(error).toBeInstanceOf(ApiError)
    expect([error.status, error.code, error.fields, error.params]).toEqual([
      400,
      'invalid',
      { name: ['required'] },
      { limit: 3 },
    ])
  })

  test('keeps what a conflict says beyond the envelope', async () => {
    serve(() => refusal(409, 'conflict', { revision: 5, conflicts: [] }))
    const error = await failure(api.GET('/api/v1/projects', {}))
    expect(error.body).toMatchObject({ revision: 5 })
  })

  test('without an envelope is named after its status', () => {
    expect(readError(502, null).code).toBe('server-away')
    expect(readError(500, '<html>').code).toBe('server-error')
    expect(readError(413, null).code).toBe('too-large')
  })

  test('no answer at all is offline', async () => {
    serve(() => new TypeError('network'))
    const error = await failure(api.GET('/api/v1/projects', {}))
    expect([error.code, error.isOffline]).toEqual(['offline', true])
  })

  test('an error inside an answer is read as one', () => {
    expect(asApiError({ code: 'unsafe-archive', message: 'm', params: {} }).code).toBe(
      'unsafe-archive',
    )
  })
})

describe('a session that ended', () => {
  test('is announced, but not by asking who is signed in', async () => {
    const heard = vi.fn()
    const stop = onSession('signed-out', heard)
    serve(() => refusal(401, 'not-signed-in'))
    await failure(api.GET('/api/v1/session', {}))
    expect(heard).not.toHaveBeenCalled()
    await failure(api.GET('/api/v1/projects', {}))
    expect(heard).toHaveBeenCalledTimes(1)
    stop()
    await failure(api.GET('/api/v1/projects', {}))
    expect(heard).toHaveBeenCalledTimes(1)
  })
})

test('the cursor is taken from the address of the next page', () => {
  expect(cursorOf('http://x/api/v1/tasks?cursor=cD0y&limit=5')).toBe('cD0y')
  expect(cursorOf(null)).toBeUndefined()
})
