/** What the server answers when it refuses: `{code, message, fields, params}`. */
export interface ErrorEnvelope {
  readonly code: string
  readonly message: string
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly params: Readonly<Record<string, unknown>>
}

/** A request that was refused or never answered. `code` is stable; people read `errors:<code>`. */
export class ApiError extends Error implements ErrorEnvelope {
  readonly code: string
  readonly fields: ErrorEnvelope['fields']
  readonly params: ErrorEnvelope['params']
  /** HTTP status, 0 when there was no answer. */
  readonly status: number
  /** The whole body: some refusals carry more than the envelope, a conflict for instance. */
  readonly body: unknown

  constructor(status: number, envelope: ErrorEnvelope, body: unknown = envelope) {
    super(envelope.message)
    this.name = 'ApiError'
    this.status = status
    this.code = envelope.code
    this.fields = envelope.fields
    this.params = envelope.params
    this.body = body
  }

  get isOffline(): boolean {
    return this.status === 0
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, messages]) => [
      name,
      (Array.isArray(messages) ? messages : [messages]).map(messageOf),
    ]),
  )
}

function messageOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function codeOf(status: number): string {
  if (status === 413) return 'too-large'
  if (status === 429) return 'too-many-requests'
  if (status >= 502 && status <= 504) return 'server-away'
  if (status >= 500) return 'server-error'
  return status === 404 ? 'not-found' : 'error'
}

/** Reads an error body; one that is not an envelope (a proxy's page) gets a code from its status. */
export function readError(status: number, body: unknown): ApiError {
  if (isRecord(body) && typeof body.code === 'string') {
    return new ApiError(
      status,
      {
        code: body.code,
        message: typeof body.message === 'string' ? body.message : body.code,
        fields: fieldsOf(body.fields),
        params: isRecord(body.params) ? body.params : {},
      },
      body,
    )
  }
  const code = codeOf(status)
  return new ApiError(
    status,
    { code, message: `${code} (${status})`, fields: {}, params: {} },
    body,
  )
}

/** No answer at all: the network or the server is away. */
export function offlineError(cause: unknown): ApiError {
  const error = new ApiError(0, {
    code: 'offline',
    message: 'The server cannot be reached.',
    fields: {},
    params: {},
  })
  error.cause = cause
  return error
}

/** Any thrown value as an ApiError, so that every screen shows it in the same way. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  // An envelope inside an answer: what stopped a job, for instance.
  if (isRecord(error) && typeof error.code === 'string') return readError(200, error)
  const message = error instanceof Error ? error.message : String(error)
  return new ApiError(-1, { code: 'unexpected', message, fields: {}, params: {} })
}
