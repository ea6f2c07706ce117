import { afterEach, expect, test, vi } from 'vitest'
import { TransportError } from '../../core/transport'
import { loadAhead } from './ahead'
import { httpApi, httpTransport } from './http'

const operation = { op_id: 'op', base_revision: 3, patch: [] }
const answers: Response[] = []
const asked: Request[] = []

function answerWith(...responses: readonly [number, unknown][]): void {
  answers.length = 0
  asked.length = 0
  for (const [status, body] of responses) {
    const none = status === 204
    answers.push(
      new Response(none ? null : JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...(none ? { 'content-length': '0' } : {}) },
      }),
    )
  }
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request)
    const next = answers.shift()
    if (!next) throw new TypeError('network')
    return next
  })
}
const refusal = (code: string, more: object = {}) => ({
  code,
  message: code,
  fields: {},
  params: {},
  ...more,
})

afterEach(() => vi.unstubAllGlobals())

test('saved', async () => {
  answerWith([200, { revision: 4, changes: [{ id: 'a', record: null }] }])
  expect(await httpTransport.save('doc', operation)).toEqual({
    outcome: 'saved',
    revision: 4,
    changes: [{ id: 'a', record: null }],
  })
  expect(asked[0]?.method).toBe('PATCH')
  expect(asked[0]?.url).toMatch(/\/api\/v1\/documents\/doc$/)
  expect(await asked[0]?.json()).toEqual(operation)
})

test.each([
  [409, refusal('conflict', { revision: 9, conflicts: [{ id: 'a', record: null }] }), 'conflict'],
  [400, refusal('invalid-record', { params: { record: 'a' } }), 'invalid'],
  [400, refusal('invalid-record', { fields: { a: ['bad'] } }), 'invalid'],
  [401, refusal('not-signed-in'), 'signed-out'],
  [403, refusal('denied', { params: { reason: 'task-submitted' } }), 'denied'],
  [404, refusal('not-found'), 'denied'],
  [413, refusal('too-large'), 'invalid'],
])('%i %o is %s', async (status, body, outcome) => {
  answerWith([status, body])
  const reply = await httpTransport.save('doc', operation)
  expect(reply.outcome).toBe(outcome)
  if (reply.outcome === 'invalid' && status === 400) expect(reply.records).toContain('a')
  if (reply.outcome === 'conflict') expect(reply.conflicts).toEqual([{ id: 'a', record: null }])
})

test('a stale token is refreshed and the save repeated', async () => {
  answerWith(
    [403, refusal('denied', { message: 'CSRF Failed: token incorrect.' })],
    [200, { me: { id: 'bob' }, csrf: 'fresh' }],
    [200, { revision: 5, changes: [] }],
  )
  expect(await httpTransport.save('doc', operation)).toMatchObject({ outcome: 'saved' })
  expect(asked[2]?.headers.get('X-CSRFToken')).toBe('fresh')
})

test('no answer and a failing server are told apart', async () => {
  answerWith()
  await expect(httpTransport.save('doc', operation)).rejects.toMatchObject({ problem: null })
  answerWith([500, {}])
  const failure = httpTransport.changes('doc', 3)
  await expect(failure).rejects.toBeInstanceOf(TransportError)
  await expect(failure).rejects.toMatchObject({ problem: { code: 'server-error' } })
})

test('the next task, or none', async () => {
  answerWith([200, { task: { id: 'task-2' } }])
  expect(await httpApi.next('p', 'annotator')).toBe('task-2')
  answerWith([204, null])
  expect(await httpApi.next('p', 'annotator')).toBeNull()
})

test('the next task comes with the answer to a submit, or none, or must be asked for', async () => {
  answerWith(
    [200, { state: 'submitted', next: { task: { id: 'task-2' } } }],
    [200, { state: 'submitted', next: null }],
    [200, { state: 'submitted' }],
  )
  expect(await httpApi.submit('task-1', 3, 'annotator')).toBe('task-2')
  expect(await httpApi.load('task-2')).toEqual({ task: { id: 'task-2' } })
  expect(await httpApi.submit('task-2', 3, 'annotator')).toBeNull()
  expect(await httpApi.submit('task-3', 3)).toBeUndefined()
})

test('the next task comes with all it takes to open it, once', async () => {
  answerWith(
    [200, { task: { id: 'task-2' } }],
    [200, { task: { id: 'task-2', state: 'submitted' } }],
  )
  await httpApi.next('p', 'annotator')
  expect(await httpApi.load('task-2')).toEqual({ task: { id: 'task-2' } })
  expect(await httpApi.load('task-2')).toEqual({ task: { id: 'task-2', state: 'submitted' } })
  expect(asked.map((request) => request.method)).toEqual(['POST', 'GET'])
})

test('a task that was asked for ahead is not asked for again, another one is', async () => {
  const bundle = (id: string) => ({ task: { id } })
  answerWith([200, bundle('a')], [200, bundle('a')], [500, refusal('broken')], [200, bundle('b')])
  loadAhead('a')
  loadAhead('a')
  expect((await httpApi.load('a')).task.id).toBe('a')
  expect(asked.length).toBe(1)
  expect((await httpApi.load('a')).task.id).toBe('a')
  expect(asked.length).toBe(2)
  loadAhead('b')
  await expect(httpApi.load('b')).rejects.toMatchObject({ code: 'broken' })
  expect((await httpApi.load('b')).task.id).toBe('b')
})
