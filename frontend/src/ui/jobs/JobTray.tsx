import { ActionIcon, Loader, Popover } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type List, useList } from '../../api/hooks'
import { type Job, useActiveJobs } from '../../api/jobs'
import { EmptyState } from '../EmptyState'
import { ErrorState } from '../ErrorState'
import { RowSkeletons } from '../ScreenLoading'
import { Tip } from '../Tip'
import { JobItem } from './JobItem'
import classes from './jobs.module.css'
import { useEndedJobs } from './use-ended-jobs'

const RECENT = 8

/** Long work in sight from every screen: how far it is, and what can be done about it. */
export function JobTray() {
  const { t } = useTranslation('common')
  const [opened, setOpened] = useState(false)
  const active = useActiveJobs()
  useEndedJobs(active.rows)
  const count = active.rows.length
  const label = count > 0 ? t('jobs.active', { count }) : t('jobs.title')
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus>
      <Popover.Target>
        <Tip label={label} disabled={opened}>
          <ActionIcon
            className={classes.button}
            aria-label={label}
            aria-expanded={opened}
            onClick={() => setOpened((before) => !before)}
            w={count > 0 ? 44 : undefined}
          >
            {count > 0 ? (
              <span className={classes.busy}>
                <Loader size={12} color="var(--gw-focus)" />
                {count}
              </span>
            ) : (
              <IconChecklist size={16} stroke={1.75} />
            )}
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('jobs.title')}>
        {opened && <Tray active={active.rows} onLeave={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Tray({ active, onLeave }: { active: readonly Job[]; onLeave: () => void }) {
  const { t } = useTranslation('common')
  const ended = useList<Job>('/api/v1/jobs', {
    params: { query: { active: false, mine: true, limit: RECENT } },
  })
  const [openId, setOpenId] = useState<string | null>(null)
  const jobs = [...active, ...ended.rows.filter((job) => !active.some(({ id }) => id === job.id))]
  return (
    <div className={classes.tray}>
      <div className={classes.head}>
        <h2>{t('jobs.title')}</h2>
        <Link to="/jobs" className={classes.all} onClick={onLeave}>
          {t('jobs.all')}
        </Link>
      </div>
      <div className={classes.list}>
        {jobs.map((job) => (
          <JobItem
            key={job.id}
            job={job}
            isOpen={job.id === openId}
            onToggle={() => setOpenId(job.id === openId ? null : job.id)}
          />
        ))}
        {jobs.length === 0 && <Nothing list={ended} />}
      </div>
    </div>
  )
}

function Nothing({ list }: { list: List<Job> }) {
  const { t } = useTranslation('common')
  if (list.error) return <ErrorState error={list.error} onRetry={list.reload} compact />
  if (list.isLoading) return <RowSkeletons rows={3} />
  return (
    <EmptyState
      compact
      icon={IconChecklist}
      title={t('jobs.none.title')}
      text={t('jobs.none.text')}
    />
  )
}
