import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format'
import type { LayerInfo } from '../types'

/** The layer of what people carried over from the pictures before. */
const CARRIED = 'carried'

/** What a layer is called: whose it is, and of an earlier state when and how it ended. */
export function useLayerName(): (layer: LayerInfo) => string {
  const { t } = useTranslation('workbench')
  const { dateTime } = useFormats()
  return (layer) => {
    const { what, person, model, origin, round, decision, at } = layer
    const name = person?.name ?? t('compare.layer.somebody')
    if (what === 'prelabel' && model === CARRIED) return t('compare.layer.carried')
    if (what !== 'earlier') return t(`compare.layer.${what}`, { name, model })
    const isByHand = origin === 'human' || origin === 'review' || origin === ''
    const how = t(`compare.layer.${isByHand ? 'by' : origin}`, { name })
    const end = decision && t(`compare.layer.${decision}`, { round })
    return [how, end, at && dateTime(at)].filter(Boolean).join(' · ')
  }
}
