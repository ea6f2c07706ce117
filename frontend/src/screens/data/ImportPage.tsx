import { Button, SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useJobStarted } from '../../api/jobs'
import { useProject } from '../../app/project'
import { Page, useErrorText, useFilters } from '../../ui'
import classes from './data.module.css'
import { ImportOptions, type Wish } from './ImportOptions'
import { PlacePicker } from './PlacePicker'
import type { Import } from './types'
import { UploadPanel } from './UploadPanel'
import { useQueue } from './upload/use-queue'

const SOURCES = ['upload', 'folder', 's3'] as const
type Source = (typeof SOURCES)[number]

const START = {
  dataset: '',
  format: 'auto',
  format_options: {},
  add_missing_labels: false,
  batch: '',
}

/** Bring data in: files, folders and zips from here, or what lies on the server already. */
export function ImportPage() {
  const { t } = useTranslation('data')
  const project = useProject()
  const filters = useFilters()
  const [wish, setWish] = useState<Wish>({ ...START, tasks: !project.judged_first })
  const source = sourceOf(filters.one('source'))
  const place = filters.one('place') ?? ''
  return (
    <Page
      title={t('import.title')}
      crumbs={[
        { label: t('title'), to: '/projects/$projectId/data', params: { projectId: project.id } },
      ]}
      meta={
        <SegmentedControl
          size="xs"
          value={source}
          data={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
          onChange={(next) => filters.set({ source: next, place: undefined })}
        />
      }
      flush
    >
      <div className={classes.importing}>
        <div className={classes.sourcePane}>
          {source === 'upload' ? (
            <UploadPanel />
          ) : (
            <PlacePicker
              source={source}
              place={place}
              onChoose={(next) => filters.set({ place: next })}
            />
          )}
        </div>
        <aside className={classes.optionsPane}>
          <ImportOptions wish={wish} onChange={setWish} />
          <Begin source={source} place={place} wish={wish} />
        </aside>
      </div>
    </Page>
  )
}

function sourceOf(value: string | undefined): Source {
  return SOURCES.find((source) => source === value) ?? 'upload'
}

interface BeginProps {
  readonly source: Source
  readonly place: string
  readonly wish: Wish
}

function Begin({ source, place, wish }: BeginProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const started = useJobStarted()
  const { queue, items, totals, isBusy } = useQueue(project.id)
  const begin = useSend<Import>('post', '/api/v1/projects/{project}/imports', [
    '/api/v1/projects/{project}/imports',
  ])
  const complete = items.flatMap(({ upload }) => upload ?? [])
  const isReady = source === 'upload' ? complete.length > 0 && !isBusy : place !== ''
  const send = () =>
    begin.mutate(
      {
        params: { path: { project: project.id } },
        body: {
          source,
          ...(source === 'upload' ? { uploads: complete } : { location: place }),
          ...wish,
        },
      },
      {
        onSuccess: ({ id }) => {
          if (source === 'upload') queue.clear()
          started()
          void navigate({
            to: '/projects/$projectId/data/imports/$importId',
            params: { projectId: project.id, importId: id },
          })
        },
      },
    )
  return (
    <div className={classes.begin}>
      {begin.error && (
        <p role="alert" className={classes.failure}>
          {errorText(begin.error)}
        </p>
      )}
      <Button fullWidth disabled={!isReady} loading={begin.isPending} onClick={send}>
        {source === 'upload' && complete.length > 0
          ? t('import.begin-files', { count: complete.length })
          : t('import.begin')}
      </Button>
      {source === 'upload' && isBusy && <p className={classes.quiet}>{t('import.wait')}</p>}
      {source === 'upload' && !isBusy && totals.failed > 0 && (
        <p className={classes.quiet}>{t('import.without-failed', { count: totals.failed })}</p>
      )}
    </div>
  )
}
