import { Button, Modal, Select, Slider } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { isActive, useJob } from '../../api/jobs'
import { useProject } from '../../app/project'
import { errorText, useErrorText } from '../../ui/error-text'
import { useFormats } from '../../ui/format'
import { ScreenLoading } from '../../ui/ScreenLoading'
import classes from './models.module.css'
import { ProposalList } from './ProposalList'
import { ProposalPicture } from './ProposalPicture'
import { ProposalThings } from './ProposalThings'
import type { Model, Trial, TrialResult } from './types'

interface TryProps {
  readonly model: Model
  readonly onClose: () => void
}

interface TaskName {
  readonly id: string
  readonly number: number
  readonly asset: { readonly name: string }
}

/** Run a model once on one image or recording and see what it would propose. */
export function TryDialog({ model, onClose }: TryProps) {
  const { t } = useTranslation('prelabel')
  const showError = useErrorText()
  const project = useProject()
  const path = { project: project.id }
  const [task, setTask] = useState<string | null>(null)
  const tasks = useList<TaskName>('/api/v1/projects/{project}/tasks', { params: { path } })
  const start = useSend<Trial>('post', '/api/v1/projects/{project}/prelabel-trials', [])
  return (
    <Modal opened onClose={onClose} title={t('try.title', { name: model.name })} size={860}>
      <div className={classes.form}>
        <p className={classes.note}>{t('try.note')}</p>
        <div className={classes.tryLine}>
          <Select
            label={t('try.task')}
            data={tasks.rows.map(({ id, number, asset }) => ({
              value: id,
              label: `${number} ${asset.name}`,
            }))}
            value={task ?? tasks.rows[0]?.id ?? null}
            onChange={setTask}
            allowDeselect={false}
            searchable
          />
          <Button
            loading={start.isPending}
            disabled={tasks.rows.length === 0}
            onClick={() => start.mutate({ params: { path }, body: { model: model.id, task } })}
          >
            {t('try.start')}
          </Button>
        </div>
        {start.error && (
          <p role="alert" className={classes.error}>
            {showError(start.error)}
          </p>
        )}
        {start.data && <Answer key={start.data.job} trial={start.data} />}
      </div>
    </Modal>
  )
}

/** What came of it, as soon as the worker has answered. */
function Answer({ trial }: { trial: Trial }) {
  const { t } = useTranslation('prelabel')
  const { data: job } = useJob(trial.job)
  if (!job || isActive(job)) return <ScreenLoading />
  if (job.error) {
    return (
      <p role="alert" className={classes.error}>
        {errorText(job.error, t)}
      </p>
    )
  }
  return <Proposals trial={trial} result={job.result as unknown as TrialResult} />
}

function Proposals({ trial, result }: { trial: Trial; result: TrialResult }) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const [least, setLeast] = useState(0)
  const shown = result.proposals.filter(({ score }) => score >= least)
  return (
    <>
      {trial.rate > 0 && shown.length > 0 && <ProposalList trial={trial} proposals={shown} />}
      {trial.rate === 0 && trial.width > 0 && <ProposalPicture trial={trial} proposals={shown} />}
      {trial.rate === 0 && !trial.width && shown.length > 0 && <ProposalThings proposals={shown} />}
      <p className={classes.note} role="status">
        {result.proposals.length === 0
          ? t('try.none')
          : t('try.found', {
              count: shown.length,
              all: result.proposals.length,
              seconds: formats.number(result.seconds, 2),
            })}
      </p>
      {result.proposals.length > 0 && (
        <div>
          <span className={classes.quiet}>
            {t('try.score')}: {formats.percent(least)}
          </span>
          <Slider
            thumbLabel={t('try.score')}
            min={0}
            max={1}
            step={0.01}
            label={(value) => formats.percent(value)}
            value={least}
            onChange={setLeast}
          />
        </div>
      )}
      {result.refused.map(({ reason, what, count }) => (
        <p key={`${reason} ${what}`} className={classes.note}>
          {t('try.left', { count, what, reason })}
        </p>
      ))}
    </>
  )
}
