import { ScrollArea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import { RelativeTime, useFilters } from '../../ui'
import classes from './guidelines.module.css'
import type { Line, Version } from './types'

/** All versions; the chosen one is compared with the one before. */
export function VersionsPanel({ current }: { current: number }) {
  const { t } = useTranslation('guidelines')
  const project = useProject()
  const filters = useFilters()
  const list = useList<Version>('/api/v1/projects/{project}/guideline-versions', {
    params: { path: { project: project.id } },
  })
  const chosen = Number(filters.one('version') ?? current)
  return (
    <aside className={classes.versions} aria-label={t('versions')}>
      <ScrollArea className={classes.versionList}>
        {list.rows.map((row) => (
          <button
            key={row.version}
            type="button"
            className={classes.version}
            data-chosen={row.version === chosen || undefined}
            onClick={() => filters.set({ version: String(row.version) })}
          >
            <span className={classes.versionHead}>
              <strong>{t('version', { version: row.version })}</strong>
              <RelativeTime at={row.created_at} />
            </span>
            <span className={classes.quiet}>{row.note || t('no-note')}</span>
            {row.created_by && <span className={classes.quiet}>{row.created_by.name}</span>}
          </button>
        ))}
      </ScrollArea>
      {chosen > 1 ? (
        <Comparison version={chosen} />
      ) : (
        <p className={classes.first}>{t('first-version')}</p>
      )}
    </aside>
  )
}

function Comparison({ version }: { version: number }) {
  const { t } = useTranslation('guidelines')
  const project = useProject()
  const { data } = useGet<{ lines: readonly Line[] }>(
    '/api/v1/projects/{project}/guideline-versions/{version}/changes',
    { params: { path: { project: project.id, version } } },
    { keep: true },
  )
  return (
    <section className={classes.comparison}>
      <h2 className={classes.subtitle}>{t('compared', { version, before: version - 1 })}</h2>
      <div className={classes.lines}>
        {data?.lines.map((line, at) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else
            key={at}
            className={classes.line}
            data-change={line.change}
          >
            <span className={classes.sign} aria-hidden="true">
              {line.change === 'added' ? '+' : line.change === 'removed' ? '−' : ''}
            </span>
            <span className={classes.lineText}>{line.text || '\u00a0'}</span>
          </div>
        ))}
      </div>
    </section>
  )
}
