import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { isClientOnly, useSession } from '../../api/session'
import { ErrorState, Page, Panel, RowSkeletons } from '../../ui'
import { BegunList } from './BegunList'
import { DeliveriesPanel } from './DeliveriesPanel'
import classes from './home.module.css'
import { ProjectsPanel } from './ProjectsPanel'
import { ReturnedList } from './ReturnedList'
import type { MyWork } from './types'
import { WaitingPanel } from './WaitingPanel'
import { WeekPanel } from './WeekPanel'
import { WorkPanel } from './WorkPanel'

/** The first page of the day: what to do next, by what the person does here. */
export function HomePage() {
  const { t } = useTranslation('home')
  const session = useSession()
  return <Page title={t('title')}>{isClientOnly(session) ? <DeliveriesPanel /> : <Workday />}</Page>
}

function Workday() {
  const { data, error, refetch } = useGet<MyWork>('/api/v1/my-work', undefined, { every: 60_000 })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Panel>
        <RowSkeletons rows={6} />
      </Panel>
    )
  }
  const works = data.projects.length > 0
  return (
    <div className={classes.columns} data-works={works || undefined}>
      <div className={classes.main}>
        {works && <WorkPanel projects={data.projects} />}
        {data.returned.length > 0 && <ReturnedList tasks={data.returned} />}
        {data.begun.length > 0 && <BegunList tasks={data.begun} />}
        {data.batches.length > 0 && <WaitingPanel batches={data.batches} />}
        <ProjectsPanel />
      </div>
      {works && (
        <div className={classes.side}>
          <WeekPanel work={data} />
        </div>
      )}
    </div>
  )
}
