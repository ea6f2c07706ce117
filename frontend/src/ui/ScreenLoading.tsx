import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './ScreenLoading.module.css'

/** The shape of a screen while its code or its data is on the way. */
export function ScreenLoading() {
  const { t } = useTranslation('common')
  return (
    <div className={classes.screen} role="status" aria-label={t('loading')}>
      <Skeleton h={18} w={180} />
      <RowSkeletons rows={8} />
    </div>
  )
}

/** Rows of a list that is still loading. */
export function RowSkeletons({ rows = 6 }: { rows?: number }) {
  return (
    <div className={classes.rows} aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <Skeleton key={row} h={12} w={`${92 - ((row * 17) % 40)}%`} />
      ))}
    </div>
  )
}
