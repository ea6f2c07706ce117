import { Progress } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Upload } from 'tus-js-client'
import { requestHeaders } from '../../api/client'
import { DropZone } from '../../ui/DropZone'
import { useFormats } from '../../ui/format'
import classes from './models.module.css'
import type { NeededFile } from './types'
import { useText } from './use-text'

const ENDPOINT = '/api/v1/uploads'
const PIECE = 16 * 1024 * 1024

interface Progressing {
  readonly name: string
  readonly size: number
  readonly share: number
  readonly failed?: boolean
}

interface ModelFileProps {
  readonly wanted: NeededFile
  readonly onDone: (upload: string | null) => void
}

/** Uploads a model's file in pieces and tells the upload's id when it is there. */
export function ModelFile({ wanted, onDone }: ModelFileProps) {
  const { t } = useTranslation('prelabel')
  const text = useText()
  const formats = useFormats()
  const running = useRef<Upload | null>(null)
  const [state, setState] = useState<Progressing | null>(null)
  useEffect(() => () => void running.current?.abort(), [])

  const begin = (file: File) => {
    void running.current?.abort()
    onDone(null)
    const known = { name: file.name, size: file.size }
    setState({ ...known, share: 0 })
    const upload = new Upload(file, {
      endpoint: ENDPOINT,
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000, 5000],
      metadata: { name: file.name, purpose: 'model' },
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => {
        for (const [name, value] of Object.entries(requestHeaders(request.getMethod()))) {
          request.setHeader(name, value)
        }
      },
      onProgress: (sent, total) => setState({ ...known, share: total ? sent / total : 1 }),
      onError: () => setState({ ...known, share: 0, failed: true }),
      onSuccess: () => {
        setState({ ...known, share: 1 })
        onDone(upload.url?.split('/').pop() ?? null)
      },
    })
    running.current = upload
    upload.start()
  }

  return (
    <DropZone
      title={text(wanted.title)}
      hint={text(wanted.hint)}
      accept={wanted.suffix}
      onFiles={([first]) => first && begin(first.file)}
    >
      {state && (
        <div className={classes.file} role="status">
          <span>
            {state.share === 1 && <IconCheck size={14} aria-hidden />} {state.name}
          </span>
          <span className={classes.quiet}>
            {state.failed ? t('file-failed') : formats.bytes(state.size)}
          </span>
          <Progress size={4} value={100 * state.share} aria-label={text(wanted.title)} />
        </div>
      )}
    </DropZone>
  )
}
