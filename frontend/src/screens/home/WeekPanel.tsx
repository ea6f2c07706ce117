import { useTranslation } from 'react-i18next'
import { Panel, Stat, useFormats } from '../../ui'
import classes from './home.module.css'
import type { MyWork } from './types'

/** The person's own last seven days. */
export function WeekPanel({ done }: { done: MyWork['done'] }) {
  const { t } = useTranslation('home')
  const formats = useFormats()
  const decided = done.accepted + done.returned
  return (
    <Panel title={t('week.title')}>
      <div className={classes.week}>
        <Stat label={t('week.submitted')} value={formats.number(done.submitted)} />
        <Stat label={t('week.accepted')} value={formats.number(done.accepted)} />
        <Stat
          label={t('week.returned')}
          value={formats.number(done.returned)}
          note={decided > 0 ? formats.percent(done.returned / decided) : undefined}
        />
        {done.reviewed > 0 && (
          <Stat label={t('week.reviewed')} value={formats.number(done.reviewed)} />
        )}
      </div>
    </Panel>
  )
}
