import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import { RelativeTime, useFilters } from '../../ui'
import { ChangeLine } from './ChangeLine'
import classes from './schema.module.css'
import type { SchemaAnswer, SchemaChange, SchemaVersion } from './types'

/** All versions of the labels, and what each changed. */
export function VersionsPanel({ current }: { current: number }) {
  const { t } = useTranslation('schema')
  const project = useProject()
  const filters = useFilters()
  const list = useList<SchemaVersion>('/api/v1/projects/{project}/schema-versions', {
    params: { path: { project: project.id } },
  })
  const chosen = Number(filters.one('version') ?? current)
  return (
    <Drawer
      opened
      position="right"
      size={440}
      title={t('versions')}
      onClose={() => filters.set({ versions: undefined, version: undefined })}
    >
      {list.rows.map((row) => (
        <section key={row.version} className={classes.versionBlock}>
          <button
            type="button"
            className={classes.version}
            aria-expanded={row.version === chosen}
            onClick={() => filters.set({ version: String(row.version) })}
          >
            <span className={classes.versionHead}>
              <strong>{t('version', { version: row.version })}</strong>
              <span className={classes.quiet}>{row.created_by?.name}</span>
              <span className={classes.quiet}>
                <RelativeTime at={row.created_at} />
              </span>
            </span>
            {row.note && <span className={classes.quiet}>{row.note}</span>}
          </button>
          {row.version === chosen && <Changes version={row.version} />}
        </section>
      ))}
    </Drawer>
  )
}

function useVersion(version: number) {
  const project = useProject()
  return useGet<SchemaAnswer>(
    '/api/v1/projects/{project}/schema-versions/{version}',
    { params: { path: { project: project.id, version } } },
    { enabled: version > 0, staleTime: Number.POSITIVE_INFINITY },
  )
}

function Changes({ version }: { version: number }) {
  const { t } = useTranslation('schema')
  const project = useProject()
  const after = useVersion(version)
  const before = useVersion(version - 1)
  const { data } = useGet<{ changes: readonly SchemaChange[] }>(
    '/api/v1/projects/{project}/schema-versions/{version}/changes',
    { params: { path: { project: project.id, version } } },
    { enabled: version > 1 },
  )
  if (version === 1) return <p className={classes.quiet}>{t('first-version')}</p>
  if (!data || !after.data || !before.data) return null
  return (
    <ul className={classes.changes}>
      {data.changes.map((change) => (
        <ChangeLine
          key={JSON.stringify(change)}
          change={change}
          before={before.data.content}
          after={after.data.content}
        />
      ))}
    </ul>
  )
}
