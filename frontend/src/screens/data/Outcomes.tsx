import {
  type Icon,
  IconAlertTriangle,
  IconCheck,
  IconCopy,
  IconLayersIntersect,
  IconTags,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui'
import classes from './data.module.css'
import { type ImportCounts, OUTCOMES, type Outcome } from './types'

const SIGNS: Readonly<Record<Outcome, readonly [Icon, string]>> = {
  imported: [IconCheck, 'green'],
  warning: [IconAlertTriangle, 'amber'],
  near_duplicate: [IconLayersIntersect, 'amber'],
  duplicate: [IconCopy, 'grey'],
  rejected: [IconX, 'red'],
  labels: [IconTags, 'blue'],
}

/** The sign of an outcome; each differs by its shape as well. */
export function OutcomeSign({ outcome }: { outcome: Outcome }) {
  const [Glyph, tone] = SIGNS[outcome]
  return (
    <Glyph size={14} stroke={1.75} className={classes.sign} data-tone={tone} aria-hidden="true" />
  )
}

/** How many files had which outcome, in one line. */
export function Outcomes({ counts }: { counts: ImportCounts }) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  return (
    <span className={classes.outcomes}>
      {OUTCOMES.filter((outcome) => counts[outcome]).map((outcome) => (
        <span key={outcome} className={classes.outcome} title={t(`outcome.${outcome}`)}>
          <OutcomeSign outcome={outcome} />
          {formats.number(counts[outcome] ?? 0)}
        </span>
      ))}
    </span>
  )
}
