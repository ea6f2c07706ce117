import { IconAlertTriangle, IconInfoCircle, IconOctagonMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './quality.module.css'

const GLYPHS = {
  block: IconOctagonMinus,
  critical: IconOctagonMinus,
  warning: IconAlertTriangle,
  major: IconAlertTriangle,
} as const

/** How grave it is: shape, colour and word. */
export function Severity({ level }: { level: string }) {
  const { t } = useTranslation('quality')
  const Glyph = GLYPHS[level as keyof typeof GLYPHS] ?? IconInfoCircle
  return (
    <span className={classes.severity} data-level={level}>
      <Glyph size={14} stroke={1.75} aria-hidden />
      {t(`severity.${level}`)}
    </span>
  )
}
