import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import type { SamplePlace } from '../types'
import { useValue } from '../use-value'
import { CommandButton } from './CommandButton'
import { ModalityPanels } from './ModalityPanels'
import classes from './parts.module.css'
import { SaveStatus } from './SaveStatus'
import { StateBadge } from './StateBadge'

function Title() {
  const { session } = useWorkbench()
  const { task, asset } = session.bundle
  return (
    <div className={classes.title}>
      <h1 className={classes.taskName} title={asset.name}>
        {task.name || asset.name}
      </h1>
      <span className={classes.project}>
        #{task.number} · {task.project.name}
        {task.batch && ` · ${task.batch.name}`}
      </span>
    </div>
  )
}

function Position() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { neighbours = [], task } = session.bundle
  const at = neighbours.findIndex((one) => one.task === task.id)
  if (at < 0) return null
  return (
    <span className={classes.position} title={t('position.title')}>
      {at + 1} / {neighbours.length}
    </span>
  )
}

/** Time spent on the task, without pauses. */
function Timer() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const seconds = useValue(session.time.seconds) + (session.bundle.task.seconds ?? 0)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return (
    <span className={classes.position} title={t('timer')}>
      {hours > 0 ? `${hours}:${rest}` : rest}
    </span>
  )
}

/** What QA says of a task of its sample, with what was said before. */
function Inspecting({ sample }: { sample: SamplePlace }) {
  const { t } = useTranslation('workbench')
  const busy = useValue(useWorkbench().session.shell.busy)
  return (
    <>
      <span className={classes.position}>
        {t('sample.at', { inspected: sample.inspected, size: sample.size })}
      </span>
      {sample.verdict && (
        <span className={classes.said} data-verdict={sample.verdict} title={sample.note}>
          {t(`sample.${sample.verdict}`)}
        </span>
      )}
      <CommandButton id="sample.fail" labelled variant="default" loading={busy === 'fail'} />
      <CommandButton id="sample.pass" labelled variant="filled" loading={busy === 'pass'} />
    </>
  )
}

function Decisions() {
  const { session } = useWorkbench()
  const busy = useValue(session.shell.busy)
  const { sample } = session.bundle
  if (sample) return <Inspecting sample={sample} />
  if (session.bundle.task.slot === 'viewer') return null
  if (session.isReview) {
    return (
      <>
        <CommandButton id="task.return" labelled variant="default" loading={busy === 'return'} />
        <CommandButton id="task.accept" labelled variant="filled" loading={busy === 'accept'} />
      </>
    )
  }
  return (
    <>
      <CommandButton id="task.skip" labelled loading={busy === 'skip'} />
      <CommandButton id="task.submit" labelled variant="default" loading={busy === 'submit'} />
      <CommandButton
        id="task.submit-next"
        labelled
        variant="filled"
        loading={busy === 'submit-next'}
      />
    </>
  )
}

export function TopBar() {
  return (
    <header className={classes.bar}>
      <CommandButton id="task.leave" />
      <Title />
      <StateBadge />
      <div className={classes.divider} />
      <CommandButton id="task.previous" />
      <Position />
      <CommandButton id="task.next" />
      <div className={classes.divider} />
      <CommandButton id="edit.undo" />
      <CommandButton id="edit.redo" />
      <div className={classes.divider} />
      <SaveStatus />
      <div className={classes.spacer} />
      <ModalityPanels />
      <CommandButton id="help.keys" />
      <CommandButton id="view.sidebar" />
      <div className={classes.divider} />
      <Timer />
      <Decisions />
    </header>
  )
}
