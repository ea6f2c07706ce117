import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { isActive } from '../../api/jobs'
import { useProject } from '../../app/project'
import { JobActions, JobProgress } from '../../ui/jobs/JobItem'
import { Panel } from '../../ui/Panel'
import { RelativeTime } from '../../ui/RelativeTime'
import { StateBadge } from '../../ui/StateBadge'
import classes from './models.module.css'
import { RUNS, type Run } from './types'

/** Runs over tasks: progress while they last, counts when they are done. */
export function RunsPanel() {
  const { t } = useTranslation('prelabel')
  const project = useProject()
  const runs = useList<Run>(
    RUNS,
    { params: { path: { project: project.id } } },
    { every: (answer) => (isBusy(answer) ? 1_500 : false) },
  )
  if (runs.rows.length === 0) return null
  return (
    <Panel title={t('runs')} flush>
      {runs.rows.map((run) => (
        <div key={run.id} className={classes.run}>
          <strong>
            {run.model.name} <span className={classes.quiet}>v{run.version}</span>
          </strong>
          {run.job ? <StateBadge kind="job" state={run.job.state} /> : <span />}
          <span className={classes.summary}>
            {run.job && isActive(run.job) ? <JobProgress job={run.job} /> : <Counts run={run} />}
          </span>
          <span className={classes.quiet}>
            <RelativeTime at={run.created_at} />
          </span>
          <span className={classes.actions}>{run.job && <JobActions job={run.job} />}</span>
        </div>
      ))}
    </Panel>
  )
}

/** "120 tasks, 1,480 suggestions; 35 labelled already, 4 rejected before". */
function Counts({ run }: { run: Run }) {
  const { t } = useTranslation('prelabel')
  const { tasks = 0, proposed = 0, labelled, rejected, unfit, failed, refused } = run.counts
  if (run.counts.tasks === undefined) return null
  const rest = [
    labelled && t('count.labelled', { count: labelled }),
    rejected && t('count.rejected', { count: rejected }),
    unfit && t('count.unfit', { count: unfit }),
    refused && t('count.refused', { count: refused }),
    failed && t('count.failed', { count: failed }),
  ].filter(Boolean)
  const whole = `${t('count.tasks', { count: tasks })}, ${t('count.proposed', { count: proposed })}`
  return <>{[whole, ...rest].join(' · ')}</>
}

function isBusy(answer: unknown): boolean {
  const pages = (answer as { pages?: { results: Run[] }[] } | undefined)?.pages ?? []
  return pages.some(({ results }) => results.some((run) => run.job && isActive(run.job)))
}
