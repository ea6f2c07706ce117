import { useTranslation } from 'react-i18next'
import type { Project } from '../../app/project'
import { Meter, useFormats } from '../../ui'
import classes from './projects.module.css'

/** How many of its tasks are accepted; a dash for those who do not see all of the work. */
export function ProjectProgress({ project }: { project: Pick<Project, 'progress'> }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const { progress } = project
  if (!progress) return <span className={classes.note}>–</span>
  if (progress.total === 0) return <span className={classes.note}>{t('no-data')}</span>
  const text = t('progress', {
    accepted: formats.number(progress.accepted),
    total: formats.number(progress.total),
  })
  return (
    <span className={classes.progress}>
      <Meter
        label={text}
        total={progress.total}
        parts={[{ value: progress.accepted, tone: 'green', label: t('accepted') }]}
      />
      <span className={classes.share}>{formats.percent(progress.accepted / progress.total)}</span>
      <span className={classes.of}>{text}</span>
    </span>
  )
}
