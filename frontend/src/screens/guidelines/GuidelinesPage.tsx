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
  const project = useProject()
  const formats = useFormats()
  const filters = useFilters()
  const showsVersions = filters.one('versions') === 'true'
  const write = (
    <VerdictButton
      verdict={project.can.manage}
      leftSection={<IconPencil size={14} />}
      onClick={() => filters.set({ edit: 'true', versions: undefined })}
    >
      {t(guideline ? 'edit' : 'write')}
    </VerdictButton>
  )
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
            <Button
              variant="default"
              leftSection={<IconHistory size={14} />}
              aria-pressed={showsVersions}
              onClick={() => filters.set({ versions: showsVersions ? undefined : 'true' })}
            >
              {t('versions')}
            </Button>
            {write}
          </>
        )
      }
    >
      {guideline ? (
        <div className={classes.reading} data-versions={showsVersions || undefined}>
          <article className={classes.paper}>
            <Markdown html={guideline.html} />
          </article>
          {showsVersions && <VersionsPanel current={guideline.version} />}
        </div>
      ) : (
        <EmptyState
          icon={IconBook2}
          title={t('empty')}
          text={t('empty-text')}
          action={project.can.manage === true && write}
        />
      )}
    </Page>
  )
}
