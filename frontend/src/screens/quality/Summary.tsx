import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { ErrorState } from '../../ui/ErrorState'
import { useFormats } from '../../ui/format'
import { Meter } from '../../ui/Meter'
import { ScreenLoading } from '../../ui/ScreenLoading'
import classes from './quality.module.css'
import { type Figures, languageOf } from './types'

interface Bar {
  readonly key: string
  readonly name: string
  readonly good: number
  readonly bad: number
}

/** Reviews, findings, issues and people in numbers. */
export function Summary() {
  const { t, i18n } = useTranslation('quality')
  const project = useProject()
  const found = useGet<Figures>('/api/v1/projects/{project}/quality', {
    params: { path: { project: project.id } },
  })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <ScreenLoading />
  const figures = found.data
  const language = languageOf(i18n.language)
  return (
    <div className={classes.scroll}>
      <div className={classes.summary}>
        <Numbers figures={figures} />
        <Panel
          title={t('summary.findings')}
          words={[t('summary.waived'), t('summary.open')]}
          rows={findingBars(figures, language)}
          empty={t('findings.empty')}
        />
        <Panel
          title={t('summary.issues')}
          words={[t('summary.settled'), t('summary.open')]}
          rows={issueBars(figures).map((bar) => ({ ...bar, name: t(`type.${bar.name}`) }))}
          empty={t('issues.empty')}
        />
        <Panel
          title={t('summary.people')}
          words={[t('summary.accepted'), t('summary.returned')]}
          rows={figures.people.map((row: Row) => ({
            key: row.id,
            name: row.name,
            good: row.accepted,
            bad: row.returned,
          }))}
          empty={t('summary.no-reviews')}
        />
      </div>
    </div>
  )
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the summary are plain figures by name
type Row = any

function merged(rows: readonly Bar[]): Bar[] {
  const bars = new Map<string, Bar>()
  for (const row of rows) {
    const before = bars.get(row.key)
    bars.set(row.key, {
      ...row,
      good: row.good + (before?.good ?? 0),
      bad: row.bad + (before?.bad ?? 0),
    })
  }
  return [...bars.values()].sort((a, b) => b.good + b.bad - a.good - a.bad)
}

function findingBars(figures: Figures, language: 'en' | 'zh'): Bar[] {
  return merged(
    figures.findings.map((row: Row) => ({
      key: row.check_slug,
      name: row.title[language],
      good: row.state === 'waived' ? row.count : 0,
      bad: row.state === 'open' ? row.count : 0,
    })),
  )
}

function issueBars(figures: Figures): Bar[] {
  return merged(
    figures.issues.map((row: Row) => ({
      key: row.type,
      name: row.type,
      good: row.state === 'open' ? 0 : row.count,
      bad: row.state === 'open' ? row.count : 0,
    })),
  )
}

function Numbers({ figures }: { figures: Figures }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const first = figures.accepted ? figures.accepted_first_round / figures.accepted : null
  const rows: [string, string][] = [
    [t('summary.reviewed'), formats.number(figures.reviewed)],
    [t('summary.accepted'), formats.number(figures.accepted)],
    [t('summary.returned'), formats.number(figures.returned)],
    [t('summary.first-round'), first === null ? '–' : formats.percent(first, 1)],
  ]
  return (
    <div className={classes.numbers}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <strong>{value}</strong>
          <span className={classes.quiet}>{name}</span>
        </div>
      ))}
    </div>
  )
}

interface PanelProps {
  readonly title: string
  /** Names of the two parts of a bar. */
  readonly words: readonly [string, string]
  readonly rows: readonly Bar[]
  readonly empty: string
}

function Panel({ title, words, rows, empty }: PanelProps) {
  const most = Math.max(1, ...rows.map((row) => row.good + row.bad))
  return (
    <section className={classes.panel}>
      <h2>{title}</h2>
      {rows.length === 0 && <p className={classes.quiet}>{empty}</p>}
      <table className={classes.bars}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>{row.name}</td>
              <td>
                <Meter
                  label={row.name}
                  total={most}
                  parts={[
                    { value: row.good, tone: 'green', label: words[0] },
                    { value: row.bad, tone: 'amber', label: words[1] },
                  ]}
                />
              </td>
              <td>{`${row.good} / ${row.bad}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > 0 && <p className={classes.quiet}>{`${words[0]} / ${words[1]}`}</p>}
    </section>
  )
}
