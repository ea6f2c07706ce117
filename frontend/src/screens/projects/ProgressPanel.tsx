import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useProject } from '../../app/project'
import { Meter, Panel, StateSign, toneOf, useFormats, useStateName } from '../../ui'
import { type Overview, STATE_ORDER } from './overview'
import classes from './projects.module.css'

const BATCH_ORDER = [
  'open',
  'qa_sampling',
  'approved',
  'delivered',
  'client_accepted',
  'client_rework',
] as const

/** Every task by its state, each state a way to the tasks in it; batches the same. */
export function ProgressPanel({ overview }: { overview: Overview }) {
  const { t } = useTranslation('projects')
  const name = useStateName()
  const { states, batches } = overview
  const hasBatches = BATCH_ORDER.some((state) => batches[state])
  return (
    <Panel title={t('overview.progress')}>
      <Meter
        height={12}
        label={t('overview.progress')}
        parts={STATE_ORDER.map((state) => ({
          value: states[state] ?? 0,
          tone: toneOf('task', state),
          label: name('task', state),
        }))}
      />
      <StateLinks kind="task" page="tasks" order={STATE_ORDER} counts={states} />
      {hasBatches && (
        <>
          <h3 className={classes.subtitle}>{t('overview.batches')}</h3>
          <StateLinks kind="batch" page="batches" order={BATCH_ORDER} counts={batches} />
        </>
      )}
    </Panel>
  )
}

interface StateLinksProps {
  readonly kind: 'task' | 'batch'
  readonly page: 'tasks' | 'batches'
  readonly order: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

function StateLinks({ kind, page, order, counts }: StateLinksProps) {
  const project = useProject()
  const formats = useFormats()
  const name = useStateName()
  return (
    <ul className={classes.states}>
      {order.map((state) => (
        <li key={state}>
          <Link
            to={`/projects/${project.id}/${page}`}
            search={{ state } as never}
            className={classes.state}
            data-none={!counts[state] || undefined}
          >
            <StateSign kind={kind} state={state} />
            <span className={classes.stateCount}>{formats.number(counts[state] ?? 0)}</span>
            <span className={classes.stateName}>{name(kind, state)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
