import { readFileSync } from 'node:fs'
import {
  type APIRequestContext,
  type APIResponse,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  request,
} from '@playwright/test'

/** People of the demonstration, by the first part of their address. */
export type Person = 'alice' | 'bob' | 'ben' | 'carol' | 'dave' | 'erin' | 'olga'
type State = Awaited<ReturnType<APIRequestContext['storageState']>>

export const baseURL = process.env.E2E_URL ?? 'http://127.0.0.1:8000'

interface SignIn {
  readonly email: string
  readonly password: string
}

export function credentials(person: Person): SignIn {
  const file = process.env.E2E_SIGN_INS
  if (!file) throw new Error('E2E_SIGN_INS names no file; run the tests by `./dev e2e`')
  const all = JSON.parse(readFileSync(file, 'utf8')) as readonly SignIn[]
  const found = all.find(({ email }) => email.startsWith(`${person}@`))
  if (!found) throw new Error(`nobody called ${person} in ${file}`)
  return found
}

/** The API as one person uses it, with their session and its CSRF token. */
export class Api {
  readonly #context: APIRequestContext
  #token = ''

  constructor(context: APIRequestContext) {
    this.#context = context
  }

  async signIn(person: Person): Promise<State> {
    await this.#context.get('/api/v1/session') // brings the CSRF cookie, whoever asks
    await this.#readToken()
    await this.post('/session', credentials(person))
    return this.#readToken()
  }

  async #readToken(): Promise<State> {
    const state = await this.#context.storageState()
    this.#token = state.cookies.find(({ name }) => name === 'csrftoken')?.value ?? ''
    return state
  }

  get<T>(path: string): Promise<T> {
    return this.#send('GET', path)
  }

  post<T>(path: string, data: unknown = {}): Promise<T> {
    return this.#send('POST', path, data)
  }

  patch<T>(path: string, data: unknown): Promise<T> {
    return this.#send('PATCH', path, data)
  }

  put<T>(path: string, data: unknown): Promise<T> {
    return this.#send('PUT', path, data)
  }

  async #send<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer: APIResponse = await this.#context.fetch(`/api/v1${path}`, {
      method,
      headers: { 'X-CSRFToken': this.#token },
      ...(data === undefined ? {} : { data }),
    })
    const text = await answer.text()
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${text.slice(0, 500)}`).toBe(true)
    return (text ? JSON.parse(text) : null) as T
  }
}

// Sign-in is rate-limited, so each person signs in once for all tests.
const known = new Map<Person, Promise<{ api: Api; state: State }>>()

async function enter(person: Person): Promise<{ api: Api; state: State }> {
  const api = new Api(await request.newContext({ baseURL }))
  return { api, state: await api.signIn(person) }
}

function session(person: Person): Promise<{ api: Api; state: State }> {
  const found = known.get(person) ?? enter(person)
  known.set(person, found)
  return found
}

/** Cookies with which a browser is signed in as this person. */
export const stateOf = async (person: Person): Promise<State> => (await session(person)).state

export const apiOf = async (person: Person): Promise<Api> => (await session(person)).api

/** A browser of their own in which this person is signed in. */
export async function browserOf(
  browser: Browser,
  person: Person,
  more: BrowserContextOptions = {},
): Promise<BrowserContext> {
  return browser.newContext({
    ...more,
    storageState: await stateOf(person),
    baseURL,
    viewport: { width: 1440, height: 900 },
  })
}
