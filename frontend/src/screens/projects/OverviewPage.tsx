import { Button } from '@mantine/core'
import { IconPhotoPlus } from '@tabler/icons-react'
import { Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import {
  EmptyState,
  ErrorState,
  Page,
  Panel,
  ScreenLoading,
  StateBadge,
  useFormats,
} from '../../ui'
import { Figures } from './Figures'
import { LabelHistogram } from './LabelHistogram'
import type { Overview as Figured } from './overview'
import { ProgressPanel } from './ProgressPanel'
import classes from './projects.module.css'
import { ThroughputChart } from './ThroughputChart'

/** A project's first page; for those who see no work of it, their deliveries. */
export function OverviewPage() {
  const project = useProject()
  if (project.can.see_inside !== true) {
    return <Navigate to={`/projects/${project.id}/deliveries`} replace />
  }
  return <Overview />
}

/** Where the work stands, how fast it goes, how good it is, and when it will be done. */
function Overview() {
  const { t } = useTranslation('projects')
  const project = useProject()
  const init = { params: { path: { project: project.id } } }
  const { data, error, refetch } = useGet<Figured>('/api/v1/projects/{project}/overview', init, {
    every: 30_000,
  })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <ScreenLoading />
  if (data.total === 0) return <NoData />
  return (
    <Page title={t('overview.title')} meta={<Facts isPart={!data.everything} />}>
      <div className={classes.overview}>
        <Figures overview={data} />
        <ProgressPanel overview={data} />
        <div className={classes.charts}>
          <Panel title={t('overview.throughput')}>
            <ThroughputChart days={data.days} />
          </Panel>
          <LabelHistogram />
        </div>
      </div>
    </Page>
  )
}

/** Whose project it is and until when, beside its name. */
function Facts({ isPart }: { isPart: boolean }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const { client, deadline, state } = useProject()
  const facts = [
    client?.name,
    deadline && t('due', { date: formats.date(deadline) }),
    isPart && t('overview.yours'),
  ].filter(Boolean)
  return (
    <>
      <span className={classes.note}>{facts.join(' · ')}</span>
      {state === 'archived' && <StateBadge kind="project" state={state} />}
    </>
  )
}

function NoData() {
  const { t } = useTranslation('projects')
  const project = useProject()
  const isManager = project.can.manage === true
  return (
    <Page title={t('overview.title')} meta={<Facts isPart={false} />}>
      <EmptyState
        icon={IconPhotoPlus}
        title={t('overview.empty.title')}
        text={isManager ? t('overview.empty.manager') : t('overview.empty.others')}
        action={
          isManager && (
            <>
              <Button
                component={Link}
                to={`/projects/${project.id}/data`}
                leftSection={<IconPhotoPlus size={14} />}
              >
                {t('overview.empty.import')}
              </Button>
              <Button component={Link} to={`/projects/${project.id}/labels`} variant="default">
                {t('overview.empty.labels')}
              </Button>
            </>
          )
        }
      />
    </Page>
  )
}
