import { type DetailedError, Upload } from 'tus-js-client'
import { csrfToken } from '../../../api'
import { announce } from '../../../api/signals'

const CHUNK = 32 * 1024 * 1024
/** Up to this size a file goes with its announcement, in one request; a larger one needs its address first, to go on there. */
const SMALL = 256 * 1024
const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000]
/** Milliseconds without a byte gone out after which the line is taken for dead: it may take minutes to break by itself. */
const SILENCE = 45_000

export interface Sending {
  readonly project: string
  readonly path: string
  readonly file: File
  readonly sha256: string
  readonly onProgress: (sent: number) => void
}

/** Why an upload was given up: the server's code, or `offline`. */
export class UploadFailed extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Sends one file by tus; a file that was begun before, in this page or an earlier one, goes on where it stopped.
 * Resolves with the id of the complete upload.
 */
export function send(sending: Sending, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const { project, path, file, sha256 } = sending
    let silence: ReturnType<typeof setTimeout>
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        heard()
        void upload.abort().then(() => !signal.aborted && upload.start())
      }, SILENCE)
    }
    const upload = new Upload(file, {
      endpoint: '/api/v1/uploads',
      chunkSize: CHUNK,
      retryDelays: PAUSES,
      uploadDataDuringCreation: file.size <= SMALL,
      removeFingerprintOnSuccess: true,
      metadata: { name: path, project, purpose: 'import', sha256 },
      fingerprint: () => Promise.resolve(`groundwork/${project}/${path}/${file.size}/${sha256}`),
      onBeforeRequest: (request) => request.setHeader('X-CSRFToken', csrfToken()),
      onShouldRetry: (error) => mayRetry(error),
      onProgress: (sent) => {
        heard()
        sending.onProgress(sent)
      },
      onSuccess: () => {
        clearTimeout(silence)
        resolve(upload.url?.split('/').at(-1) ?? '')
      },
      onError: (error) => {
        clearTimeout(silence)
        reject(failure(error as DetailedError))
      },
    })
    signal.addEventListener('abort', () => {
      clearTimeout(silence)
      void upload.abort()
      reject(new UploadFailed('stopped', 'stopped'))
    })
    void upload.findPreviousUploads().then(([previous]) => {
      if (signal.aborted) return
      if (previous) upload.resumeFromPreviousUpload(previous)
      heard()
      upload.start()
    })
  })
}

/** Busy, out of step, damaged on the way, or no answer at all: try again. Everything else is final. */
function mayRetry(error: DetailedError): boolean {
  const status = error.originalResponse?.getStatus() ?? 0
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500
}

function failure(error: DetailedError): UploadFailed {
  const response = error.originalResponse
  if (!response) return new UploadFailed('offline', error.message)
  if (response.getStatus() === 401) announce('signed-out')
  try {
    const { code, message } = JSON.parse(response.getBody()) as { code: string; message: string }
    return new UploadFailed(code, message)
  } catch {
    return new UploadFailed('server-error', error.message)
  }
}
