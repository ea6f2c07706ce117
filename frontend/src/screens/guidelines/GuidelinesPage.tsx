import { Button } from '@mantine/core'
import { IconBook2, IconHistory, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import {
  EmptyState,
  ErrorState,
  Markdown,
  Page,
  ScreenLoading,
  useFilters,
  useFormats,
  VerdictButton,
} from '../../ui'
import { Editor } from './Editor'
import classes from './guidelines.module.css'
import type { Guideline } from './types'
import { VersionsPanel } from './VersionsPanel'

/** What to label and how, for everybody to read; managers write it in versions. */
export function GuidelinesPage() {
  const project = useProject()
  const filters = useFilters()
  const { data, error, refetch } = useGet<Guideline>('/api/v1/projects/{project}/guidelines', {
    params: { path: { project: project.id } },
  })
  if (error && error.status !== 404) {
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  if (!data && !error) return <ScreenLoading />
  const mayWrite = project.can.manage === true
  const stopEditing = () => filters.set({ edit: undefined })
  if (filters.one('edit') && mayWrite) {
    return <Editor guideline={data ?? null} onDone={stopEditing} />
  }
  return <Reading guideline={data ?? null} />
}

function Reading({ guideline }: { guideline: Guideline | null }) {
  const { t } = useTranslation('guidelines')
  const formats = useFormats()
  return (
    <Page
      title={t('title')}
      flush
      meta={
        guideline &&
        t('version-of', {
          version: guideline.version,
          date: formats.date(guideline.created_at),
        })
      }
      actions={
        guideline && (
          <>
            <VersionsButton />
            <WriteButton label={t('edit')} />
          </>
        )
      }
    >
      {guideline ? <Paper guideline={guideline} /> : <NothingWritten />}
    </Page>
  )
}

/** Whether the versions are shown beside the text; part of the address. */
function useShowsVersions(): boolean {
  return useFilters().one('versions') === 'true'
}

function VersionsButton() {
  const { t } = useTranslation('guidelines')
  const filters = useFilters()
  const showsVersions = useShowsVersions()
  return (
    <Button
      variant="default"
      leftSection={<IconHistory size={14} />}
      aria-pressed={showsVersions}
      onClick={() => filters.set({ versions: showsVersions ? undefined : 'true' })}
    >
      {t('versions')}
    </Button>
  )
}

/** Opens the editor; who may not write is told why. */
function WriteButton({ label }: { label: string }) {
  const project = useProject()
  const filters = useFilters()
  return (
    <VerdictButton
      verdict={project.can.manage}
      leftSection={<IconPencil size={14} />}
      onClick={() => filters.set({ edit: 'true', versions: undefined })}
    >
      {label}
    </VerdictButton>
  )
}

function Paper({ guideline }: { guideline: Guideline }) {
  const showsVersions = useShowsVersions()
  return (
    <div className={classes.reading} data-versions={showsVersions || undefined}>
      <article className={classes.paper}>
        <Markdown html={guideline.html} />
      </article>
      {showsVersions && <VersionsPanel current={guideline.version} />}
    </div>
  )
}

function NothingWritten() {
  const { t } = useTranslation('guidelines')
  const project = useProject()
  return (
    <EmptyState
      icon={IconBook2}
      title={t('empty')}
      text={t('empty-text')}
      action={project.can.manage === true && <WriteButton label={t('write')} />}
    />
  )
}
