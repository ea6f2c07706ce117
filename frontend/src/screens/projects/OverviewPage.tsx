import { Button } from '@mantine/core'
import { IconPhotoPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState, ErrorState, Page, Panel, ScreenLoading } from '../../ui'
import { Figures } from './Figures'
import { LabelHistogram } from './LabelHistogram'
import type { Overview } from './overview'
import { ProgressPanel } from './ProgressPanel'
import classes from './projects.module.css'
import { ThroughputChart } from './ThroughputChart'

/** Where the work stands, how fast it goes, how good it is, and when it will be done. */
export function OverviewPage() {
  const { t } = useTranslation('projects')
  const project = useProject()
  const init = { params: { path: { project: project.id } } }
  const { data, error, refetch } = useGet<Overview>('/api/v1/projects/{project}/overview', init, {
    every: 30_000,
  })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <ScreenLoading />
  if (data.total === 0) return <NoData />
  return (
    <Page
      title={t('overview.title')}
      meta={!data.everything && <span className={classes.note}>{t('overview.yours')}</span>}
    >
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

function NoData() {
  const { t } = useTranslation('projects')
  const project = useProject()
  const isManager = project.can.manage === true
  return (
    <Page title={t('overview.title')}>
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
