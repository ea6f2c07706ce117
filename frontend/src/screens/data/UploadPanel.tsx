import { Button } from '@mantine/core'
import { IconFolder, IconPhoto, IconRefresh } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { DropZone, useFormats } from '../../ui'
import { isLitter } from '../../ui/dropped-files'
import classes from './data.module.css'
import type { Places } from './types'
import { UploadTable } from './UploadTable'
import type { Totals, UploadQueue } from './upload/queue'
import { useQueue } from './upload/use-queue'

/** Files dropped here go to the server at once; the import begins when all have arrived. */
export function UploadPanel() {
  const { t } = useTranslation('data')
  const project = useProject()
  const { queue, items, totals, isBusy } = useQueue(project.id)
  return (
    <div className={classes.upload}>
      <DropZone
        title={t('upload.drop', { context: project.modality })}
        hint={t('upload.hint', { context: project.modality })}
        onFiles={(files) => queue.add(files)}
      />
      <div className={classes.uploadBar}>
        <FolderButton queue={queue} />
        {items.length === 0 ? (
          <DemoButton />
        ) : (
          <Sum totals={totals} isBusy={isBusy} queue={queue} />
        )}
      </div>
      {items.length > 0 && <UploadTable items={items} queue={queue} />}
    </div>
  )
}

function FolderButton({ queue }: { queue: UploadQueue }) {
  const { t } = useTranslation('data')
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolder size={14} />}
        onClick={() => input.current?.click()}
      >
        {t('upload.folder')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        // React knows no property for it, browsers only this name.
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          queue.add(
            files
              .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
              .filter(({ path }) => !isLitter(path)),
          )
        }}
      />
    </>
  )
}

/** The photographs that come with Groundwork, for a first try. */
function DemoButton() {
  const { t } = useTranslation('data')
  const project = useProject()
  const navigate = useNavigate()
  const places = useGet<Places>('/api/v1/projects/{project}/import-places', {
    params: { path: { project: project.id } },
  })
  const demo = places.data?.demo
  if (!demo) return null
  return (
    <Button
      variant="subtle"
      leftSection={<IconPhoto size={14} />}
      onClick={() => void navigate({ to: '.', search: { source: 'folder', place: demo } as never })}
    >
      {t('upload.demo')}
    </Button>
  )
}

interface SumProps {
  readonly totals: Totals
  readonly isBusy: boolean
  readonly queue: UploadQueue
}

function Sum({ totals, isBusy, queue }: SumProps) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  return (
    <>
      <span className={classes.sum} role="status">
        {t(isBusy ? 'upload.going' : 'upload.arrived', {
          count: totals.files,
          done: formats.number(totals.done),
          files: formats.number(totals.files),
          sent: formats.bytes(totals.sent),
          size: formats.bytes(totals.size),
        })}
      </span>
      {totals.failed > 0 && (
        <Button
          variant="subtle"
          color="red"
          size="xs"
          leftSection={<IconRefresh size={13} />}
          onClick={() => queue.retryFailed()}
        >
          {t('upload.retry-failed', { count: totals.failed })}
        </Button>
      )}
      <Button variant="subtle" color="gray" size="xs" onClick={() => queue.clear()}>
        {t('upload.clear')}
      </Button>
    </>
  )
}
