import { useTranslation } from 'react-i18next'
import { Panel, Stat, useFormats } from '../../ui'
import classes from './home.module.css'
import type { MyWork } from './types'

/** The person's own last seven days. */
export function WeekPanel({ work }: { work: MyWork }) {
  const { t } = useTranslation('home')
  const formats = useFormats()
  const { done, projects } = work
  const decided = done.accepted + done.returned
  const labels = done.submitted + decided > 0 || projects.some(({ annotator }) => annotator)
  const reviews = done.reviewed > 0 || projects.some(({ reviewer }) => reviewer)
  return (
    <Panel title={t('week.title')}>
      <div className={classes.week}>
        {labels && (
          <>
            <Stat label={t('week.submitted')} value={formats.number(done.submitted)} />
            <Stat label={t('week.accepted')} value={formats.number(done.accepted)} />
            <Stat
              label={t('week.returned')}
              value={formats.number(done.returned)}
              note={
                decided > 0
                  ? t('week.share', { share: formats.percent(done.returned / decided) })
                  : undefined
              }
            />
          </>
        )}
        {reviews && <Stat label={t('week.reviewed')} value={formats.number(done.reviewed)} />}
      </div>
    </Panel>
  )
}
