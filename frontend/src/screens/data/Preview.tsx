import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui'
import classes from './data.module.css'
import type { OneAsset } from './types'

/** What the modality shows of the asset before tasks are made: the points of a scene over each camera's picture. */
export function Preview({ preview }: { preview: OneAsset['previews'][number] }) {
  const { t } = useTranslation('data')
  const { percent } = useFormats()
  const { in_view: share, warning } = preview.meta
  return (
    <figure className={classes.preview}>
      <img src={preview.url} alt={preview.key} />
      <figcaption>
        {preview.key}
        {typeof share === 'number' && <span>{t('in-view', { share: percent(share, 1) })}</span>}
        {typeof warning === 'string' && warning !== '' && (
          <span className={classes.warning}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            {t(`warning.calibration-${warning}`)}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
