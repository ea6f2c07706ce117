import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState, ErrorState, Panel, RowSkeletons, useFormats } from '../../ui'
import { byLabel, type LabelCount, type LabelTotal } from './overview'
import classes from './projects.module.css'

interface SchemaAnswer {
  readonly content: {
    readonly labels: readonly {
      readonly key: string
      readonly name: { readonly en: string; readonly zh: string }
      readonly color: string
    }[]
  }
}

/** Objects by label, the most frequent first: rare classes are what a manager has to see early. */
export function LabelHistogram() {
  const { t } = useTranslation('projects')
  const project = useProject()
  const init = { params: { path: { project: project.id } } }
  const counts = useGet<readonly LabelCount[]>('/api/v1/projects/{project}/label-counts', init)
  return (
    <Panel title={t('overview.labels')}>
      {counts.error ? (
        <ErrorState compact error={counts.error} onRetry={() => void counts.refetch()} />
      ) : counts.data ? (
        <Bars rows={byLabel(counts.data)} />
      ) : (
        <RowSkeletons rows={6} />
      )}
    </Panel>
  )
}

function Bars({ rows }: { rows: readonly LabelTotal[] }) {
  const { t, i18n } = useTranslation('projects')
  const formats = useFormats()
  const project = useProject()
  const { data: schema } = useGet<SchemaAnswer>('/api/v1/projects/{project}/schema', {
    params: { path: { project: project.id } },
  })
  if (rows.length === 0) return <EmptyState compact title={t('overview.no-labels')} />
  const most = Math.max(...rows.map(({ count }) => count), 1)
  const known = new Map(schema?.content.labels.map((label) => [label.key, label]))
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  return (
    <ul className={classes.bars}>
      {rows.map(({ key, count }) => (
        <li key={key}>
          <Row
            to={project.can.see_all_data === true ? `/projects/${project.id}/data` : null}
            label={key}
          >
            <span
              className={classes.dot}
              style={{ background: known.get(key)?.color ?? 'var(--gw-grey)' }}
            />
            <span className="gw-truncate">{known.get(key)?.name[language] ?? key}</span>
            <span className={classes.track}>
              <span
                className={classes.fill}
                style={{
                  width: `${(100 * count) / most}%`,
                  background: known.get(key)?.color ?? 'var(--gw-grey)',
                }}
              />
            </span>
            <span className={classes.barCount}>{formats.number(count)}</span>
          </Row>
        </li>
      ))}
    </ul>
  )
}

interface RowProps {
  readonly to: string | null
  readonly label: string
  readonly children: ReactNode
}

/** Leads to the data in which the label occurs, for those who may look through it. */
function Row({ to, label, children }: RowProps) {
  if (!to) return <div className={classes.barRow}>{children}</div>
  return (
    <Link to={to} search={{ label } as never} className={classes.barRow}>
      {children}
    </Link>
  )
}
