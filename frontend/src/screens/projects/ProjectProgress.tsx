import { useTranslation } from 'react-i18next'
import type { Project } from '../../app/project'
import { Meter, toneOf, useFormats, useStateName } from '../../ui'
import { STATE_ORDER } from './overview'
import classes from './projects.module.css'

/** Its tasks by state and how many are accepted; a dash for those who do not see all of the work. */
export function ProjectProgress({ project }: { project: Pick<Project, 'progress'> }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  const stateName = useStateName()
  const { progress } = project
  if (!progress) return <span className={classes.note}>–</span>
  if (progress.total === 0) return <span className={classes.note}>{t('no-data')}</span>
  const { total, states } = progress
  const accepted = states.accepted ?? 0
  const text = t('progress', {
    accepted: formats.number(accepted),
    total: formats.number(total),
  })
  return (
    <span className={classes.progress}>
      <Meter
        label={text}
        total={total}
        parts={STATE_ORDER.filter((state) => state !== 'new').map((state) => ({
          value: states[state] ?? 0,
          tone: toneOf('task', state),
          label: stateName('task', state),
        }))}
      />
      <span className={classes.share}>{formats.percent(accepted / total)}</span>
      <span className={classes.of}>{text}</span>
    </span>
  )
}
