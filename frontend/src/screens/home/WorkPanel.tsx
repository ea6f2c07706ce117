import { Button } from '@mantine/core'
import { IconEye, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel, useFormats } from '../../ui'
import classes from './home.module.css'
import type { LabelWork, ProjectWork, ReviewWork, WorkProject } from './types'
import { useStart } from './use-start'

/** One line per project and part: what waits, and the button that begins it. */
export function WorkPanel({ projects }: { projects: readonly ProjectWork[] }) {
  const { t } = useTranslation('home')
  return (
    <Panel title={t('work.title')} flush>
      <ul className={classes.list}>
        {projects.map(({ project, annotator, reviewer }) => (
          <li key={project.id} className={classes.project}>
            {annotator && <LabelLine project={project} work={annotator} />}
            {reviewer && (
              <ReviewLine project={project} work={reviewer} under={annotator !== null} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function LabelLine({ project, work }: { project: WorkProject; work: LabelWork }) {
  const { t } = useTranslation('home')
  const { start, isPending } = useStart(project.id, 'annotator')
  const left = work.begun + work.returned + work.assigned + work.available
  const goesOn = work.begun + work.returned > 0
  return (
    <div className={classes.work}>
      <ProjectName project={project} />
      <Counts>
        <Count value={work.returned} label={t('work.returned')} tone="amber" />
        <Count value={work.begun} label={t('work.begun')} />
        <Count value={work.assigned} label={t('work.assigned')} />
        <Count value={work.available} label={t('work.available')} />
        <Count value={work.submitted} label={t('work.submitted')} />
      </Counts>
      <Button
        className={classes.start}
        leftSection={<IconPlayerPlay size={13} fill="currentColor" />}
        disabled={left === 0}
        loading={isPending}
        onClick={start}
        aria-label={t('work.start-in', { project: project.name })}
      >
        {goesOn ? t('work.continue') : t('work.start')}
      </Button>
    </div>
  )
}

interface ReviewLineProps {
  readonly project: WorkProject
  readonly work: ReviewWork
  /** Under the line of the same project that already says its name. */
  readonly under: boolean
}

function ReviewLine({ project, work, under }: ReviewLineProps) {
  const { t } = useTranslation('home')
  const { start, isPending } = useStart(project.id, 'reviewer')
  return (
    <div className={classes.work}>
      {under ? <span /> : <ProjectName project={project} />}
      <Counts>
        <Count value={work.again} label={t('work.again')} tone="amber" />
        <Count value={work.begun} label={t('work.reviews-begun')} />
        <Count value={work.available} label={t('work.to-review')} />
      </Counts>
      <Button
        className={classes.start}
        variant={under ? 'default' : 'filled'}
        leftSection={<IconEye size={14} stroke={1.75} />}
        disabled={work.again + work.begun + work.available === 0}
        loading={isPending}
        onClick={start}
        aria-label={t('work.review-in', { project: project.name })}
      >
        {t('work.review')}
      </Button>
    </div>
  )
}

function ProjectName({ project }: { project: WorkProject }) {
  const { t } = useTranslation('home')
  const formats = useFormats()
  return (
    <div className={classes.name}>
      <Link to="/projects/$projectId" params={{ projectId: project.id }} className={classes.link}>
        {project.name}
      </Link>
      {project.deadline && (
        <span className={classes.note}>{t('due', { date: formats.date(project.deadline) })}</span>
      )}
    </div>
  )
}

const Counts = ({ children }: { children: ReactNode }) => (
  <dl className={classes.counts}>{children}</dl>
)

interface CountProps {
  readonly value: number
  readonly label: string
  readonly tone?: 'amber'
}

function Count({ value, label, tone }: CountProps) {
  const formats = useFormats()
  return (
    <div className={classes.count} data-none={value === 0 || undefined} data-tone={tone}>
      <dt>{label}</dt>
      <dd>{formats.number(value)}</dd>
    </div>
  )
}
