import { requestHeaders } from '../../api/client'
import { ApiError, offlineError, readError } from '../../api/error'
import type { BlobTransport, FullTransport } from '../../core/blobs'
import type { ServerChange, ServerProblem } from '../../core/outbox'
import type { Annotation } from '../../core/patch'
import type { PromptAnswer } from '../../core/prompts'
import {
  type ChangesReply,
  type Refusal,
  type SaveReply,
  TransportError,
} from '../../core/transport'
import type { Bundle, Issue, LayerInfo, StoredFinding } from '../types'
import { keepAhead, load } from './ahead'
import { ask } from './ask'
import type { CarriedOver, PromptTransport, WorkbenchApi } from './workbench-api'

interface Saved {
  readonly revision: number
  readonly changes: readonly ServerChange[]
}

const problemOf = ({ code, message, params, fields }: ApiError): ServerProblem => ({
  code,
  message,
  params,
  fields,
})

function asError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  throw error
}

/** Nobody signed in any more, or not allowed; null for everything else. */
function refusalOf(error: ApiError): Refusal | null {
  if (error.code === 'not-signed-in' || error.status === 401) return { outcome: 'signed-out' }
  if (error.status === 403 || error.status === 404) {
    return { outcome: 'denied', problem: problemOf(error) }
  }
  return null
}

/** The annotations an `invalid-record` is about: named by `params.record`, `params.records` or as fields. */
function namedRecords({ params, fields }: ApiError): readonly string[] {
  const listed = Array.isArray(params.records) ? params.records : [params.record, params.id]
  return [...listed, ...Object.keys(fields)].filter((id) => typeof id === 'string')
}

function readConflict(error: ApiError): SaveReply {
  const body = error.body as {
    revision?: number
    conflicts?: readonly { id: string; record: Annotation | null }[]
  }
  return { outcome: 'conflict', revision: body.revision ?? 0, conflicts: body.conflicts ?? [] }
}

/** A Django token that turned stale: reading the session brings a fresh one. */
const isStaleToken = ({ status, code, message }: ApiError): boolean =>
  status === 403 && (code.startsWith('csrf') || /csrf/i.test(message))

async function withFreshToken<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof ApiError && isStaleToken(error))) throw error
    const session = await ask<{ csrf?: string }>('get', '/api/v1/session')
    const { rememberCsrf } = await import('../../api/client')
    if (session?.csrf) rememberCsrf(session.csrf)
    return send()
  }
}

async function save(document: string, operation: object): Promise<SaveReply> {
  try {
    const { revision, changes } = await withFreshToken(() =>
      ask<Saved>('patch', `/api/v1/documents/${document}`, operation),
    )
    return { outcome: 'saved', revision, changes }
  } catch (caught) {
    const error = asError(caught)
    const refusal = refusalOf(error)
    if (refusal) return refusal
    if (error.status === 409) return readConflict(error)
    if (error.status === 400 || error.status === 413 || error.status === 422) {
      return { outcome: 'invalid', problem: problemOf(error), records: namedRecords(error) }
    }
    throw new TransportError(error.isOffline ? null : problemOf(error))
  }
}

async function changes(document: string, since: number): Promise<ChangesReply> {
  try {
    const answer = await ask<Saved>('get', `/api/v1/documents/${document}/changes?since=${since}`)
    return { outcome: 'changes', ...answer }
  } catch (caught) {
    const error = asError(caught)
    const refusal = refusalOf(error)
    if (refusal) return refusal
    throw new TransportError(error.isOffline ? null : problemOf(error))
  }
}

async function bytesOf(method: 'GET' | 'PUT', address: string, body?: Uint8Array<ArrayBuffer>) {
  const headers = { ...requestHeaders(method), Accept: '*/*' }
  const sent = body ? { body, headers: { ...headers, 'Content-Type': BYTES } } : { headers }
  const answer = await fetch(address, { method, credentials: 'same-origin', ...sent }).catch(
    (error: unknown) => {
      throw offlineError(error)
    },
  )
  if (!answer.ok) throw readError(answer.status, await answer.json().catch(() => null))
  return new Uint8Array(await answer.arrayBuffer())
}

const BYTES = 'application/octet-stream'
const addressOf = (document: string, name: string) => `/api/v1/documents/${document}/blobs/${name}`

const blobs: BlobTransport = {
  async send(document, name, bytes) {
    try {
      await withFreshToken(() => bytesOf('PUT', addressOf(document, name), bytes))
      return 'sent'
    } catch (caught) {
      const error = asError(caught)
      const refusal = refusalOf(error)
      if (refusal) return refusal
      if (error.status === 413)
        return { outcome: 'invalid', problem: problemOf(error), records: [] }
      throw new TransportError(error.isOffline ? null : problemOf(error))
    }
  },
  async fetch(document, name) {
    try {
      return await bytesOf('GET', addressOf(document, name))
    } catch (caught) {
      const error = asError(caught)
      throw new TransportError(error.isOffline ? null : problemOf(error))
    }
  },
}

export const httpTransport: FullTransport = { save, changes, blobs }

/** Keep a task that came along; its id, or null where there is none to do. */
function opened(bundle: Bundle | null): string | null {
  if (bundle) keepAhead(bundle)
  return bundle?.task.id ?? null
}

const prompts: PromptTransport = {
  read: (task, model, frame) =>
    ask('put', `/api/v1/tasks/${task}/embeddings/${model}?frame=${frame}`),
  reading: (task, model, frame) =>
    ask('get', `/api/v1/tasks/${task}/embeddings/${model}?frame=${frame}`),
  async fit(task, model, click) {
    const path = `/api/v1/tasks/${task}/fit-clicks/${model}`
    return (await ask<{ box: unknown }>('post', path, click)).box
  },
  async ask(task, model, prompt, frame) {
    const path = `/api/v1/tasks/${task}/masks/${model}`
    return (await ask<{ answers: readonly PromptAnswer[] }>('post', path, { ...prompt, frame }))
      .answers
  },
}

/** The server of this page. */
export const httpApi: WorkbenchApi = {
  transport: httpTransport,
  prompts,
  load,
  // The last one is sent while the page goes away.
  heartbeat: (task, active_seconds) =>
    ask('post', `/api/v1/tasks/${task}/heartbeat`, { active_seconds }, { keepalive: true }),
  async submit(task, revision, next) {
    const path = `/api/v1/tasks/${task}/submit`
    const wish = { revision, next: next && { slot: next } }
    const done = await ask<{ next?: Bundle | null }>('post', path, wish)
    return done.next && opened(done.next)
  },
  skip: (task, reason) => ask('post', `/api/v1/tasks/${task}/skip`, { reason }),
  review: (task, decision) => ask('post', `/api/v1/tasks/${task}/review`, decision),
  async next(project, slot) {
    // No content: nothing is left to do.
    const path = `/api/v1/projects/${project}/next-task`
    return opened((await ask<Bundle | undefined>('post', path, { slot })) ?? null)
  },
  claim: (task, slot) => ask('post', `/api/v1/tasks/${task}/claim`, { slot }),
  carryOver: (task, records, pictures) =>
    ask<CarriedOver>('post', `/api/v1/tasks/${task}/carry-over`, { records, pictures }),
  async layers(task) {
    const path = `/api/v1/tasks/${task}/layers`
    return (await ask<{ layers: readonly LayerInfo[] }>('get', path)).layers
  },
  compare: (task, left, right) =>
    ask('get', `/api/v1/tasks/${task}/comparison?${new URLSearchParams({ left, right })}`),
  openIssue: (task, issue) => ask<Issue>('post', `/api/v1/tasks/${task}/issues`, issue),
  comment: (issue, text) => ask<Issue>('post', `/api/v1/issues/${issue}/comments`, { text }),
  setIssueState: (issue, to) => ask<Issue>('post', `/api/v1/issues/${issue}/${to}`, {}),
  inspect: (sample, task, said) => ask('put', `/api/v1/samples/${sample}/items/${task}`, said),
  waive: (finding, reason) =>
    ask<StoredFinding>('post', `/api/v1/findings/${finding}/waive`, { reason }),
  setPreference: (key, value) => ask('patch', '/api/v1/session', { preferences: { [key]: value } }),
}
