import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { ErrorState, Panel, ScreenLoading, Stat, Stats, useFormats } from '../../ui'
import { BarList } from './BarList'
import { DecisionsChart } from './DecisionsChart'
import { findingBars, issueBars, openIn, personBars } from './figures'
import { AnnotatorFigures } from './PeopleFigures'
import classes from './quality.module.css'
import { ReviewChanges } from './ReviewChanges'
import { type Figures, languageOf } from './types'

/** Reviews, findings, issues and people in numbers, each a way to what it counts. */
export function Summary() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const found = useGet<Figures>('/api/v1/projects/{project}/quality', {
    params: { path: { project: project.id } },
  })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <ScreenLoading />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it must scroll by keys
    <div className={classes.scroll} tabIndex={0}>
      <div className={classes.summary}>
        <Numbers figures={found.data} />
        <Panel title={t('summary.days')}>
          <DecisionsChart days={found.data.days} />
        </Panel>
        <ReviewChanges changes={found.data.changes} />
        <AnnotatorFigures people={found.data.people} />
        <Lists figures={found.data} />
      </div>
    </div>
  )
}

function Lists({ figures }: { figures: Figures }) {
  const { t, i18n } = useTranslation('quality')
  const page = `/projects/${useProject().id}`
  return (
    <div className={classes.panels}>
      <Panel title={t('summary.findings')}>
        <BarList
          words={[t('summary.waived'), t('summary.open')]}
          rows={findingBars(figures.findings, languageOf(i18n.language))}
          empty={t('findings.empty')}
          linkOf={({ key }) => [`${page}/quality`, { view: 'findings', check: key }]}
        />
      </Panel>
      <Panel title={t('summary.issues')}>
        <BarList
          words={[t('summary.settled'), t('summary.open')]}
          rows={issueBars(figures.issues, (type) => t(`common:issue-type.${type}`))}
          empty={t('issues.empty')}
          linkOf={({ key }) => [`${page}/quality`, { view: 'issues', type: key }]}
        />
      </Panel>
      <Panel title={t('summary.people')}>
        <BarList
          words={[t('summary.accepted'), t('summary.returned')]}
          rows={personBars(figures.people)}
          empty={t('summary.no-reviews')}
          linkOf={({ key }) => [`${page}/tasks`, { annotator: key }]}
        />
      </Panel>
    </div>
  )
}

function Numbers({ figures }: { figures: Figures }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { tasks, reviewed, returned, accepted_first_round: atOnce } = figures
  const share = (part: number, whole: number) => (whole ? formats.percent(part / whole) : '–')
  return (
    <Stats>
      <Stat
        label={t('summary.tasks')}
        value={formats.number(tasks)}
        note={t('summary.decisions', { count: reviewed })}
      />
      <Stat
        label={t('summary.first-round')}
        value={share(atOnce, tasks)}
        note={t('summary.of', { part: formats.number(atOnce), whole: formats.number(tasks) })}
      />
      <Stat
        label={t('summary.return-share')}
        value={share(returned, reviewed)}
        note={t('summary.of', {
          part: formats.number(returned),
          whole: formats.number(reviewed),
        })}
      />
      <OpenStat label={t('summary.open-findings')} rows={figures.findings} />
      <OpenStat label={t('summary.open-issues')} rows={figures.issues} />
    </Stats>
  )
}

interface OpenStatProps {
  readonly label: string
  readonly rows: readonly { readonly state: string; readonly count: number }[]
}

function OpenStat({ label, rows }: OpenStatProps) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { open, all } = openIn(rows)
  return (
    <Stat
      label={label}
      value={formats.number(open)}
      note={t('summary.of-all', { count: all })}
      {...(open > 0 ? { tone: 'amber' as const } : {})}
    />
  )
}
