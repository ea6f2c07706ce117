import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/EmptyState'
import { useWorkbench } from '../context'
import classes from './panels.module.css'
import { SafeHtml } from './safe-html'

/** The project's guidelines, at hand while working. */
export default function Guidelines() {
  const { t } = useTranslation('workbench')
  const { guidelines } = useWorkbench().session.bundle
  if (!guidelines?.html) {
    return <EmptyState compact title={t('guidelines.none')} text={t('guidelines.none-text')} />
  }
  return (
    <div className={classes.scroller}>
      <p className={classes.tip}>{t('guidelines.version', { version: guidelines.version })}</p>
      <SafeHtml html={guidelines.html} className={classes.prose ?? ''} />
    </div>
  )
}
