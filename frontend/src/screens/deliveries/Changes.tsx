import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { ErrorState } from '../../ui/ErrorState'
import { ScreenLoading } from '../../ui/ScreenLoading'
import classes from './deliveries.module.css'
import type { Diff } from './types'

/** What changed since the version before. */
export function Changes({ deliveryId }: { deliveryId: string }) {
  const { t } = useTranslation('deliveries')
  const found = useGet<Diff>('/api/v1/deliveries/{delivery}/diff', {
    params: { path: { delivery: deliveryId } },
  })
  if (found.error) return <ErrorState error={found.error} compact />
  if (!found.data) return <ScreenLoading />
  const diff = found.data
  const rows: [string, number, number, number][] = [
    [t('column.images'), diff.images_added, diff.images_removed, diff.images_changed],
    [t('column.objects'), diff.objects_added, diff.objects_removed, diff.objects_changed],
  ]
  return (
    <div className={classes.changes}>
      <p className={classes.quiet}>
        {t('diff.since', { from: diff.from_version, to: diff.to_version })}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t('diff.what')}</th>
            <th>{t('diff.added')}</th>
            <th>{t('diff.removed')}</th>
            <th>{t('diff.changed')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...counts]) => (
            <tr key={name}>
              <td>{name}</td>
              {counts.map((count, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
                <td key={index}>{count}</td>
              ))}
            </tr>
          ))}
          {diff.tasks.map((task: Diff['tasks'][number]) => (
            <tr key={task.task}>
              <td>{task.name}</td>
              <td>{task.added}</td>
              <td>{task.removed}</td>
              <td>{task.changed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
