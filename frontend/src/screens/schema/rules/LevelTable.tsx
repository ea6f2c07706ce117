import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RULE_NAMES } from '../../../transcription/check'
import { DEFAULT_LEVELS, type Level, type RulesJson } from '../../../transcription/rules'
import { useText } from '../../../workbench/context'
import { isAsked, levelsFor, RULES, withLevel } from './rules'
import classes from './rules.module.css'

interface Props {
  readonly rules: RulesJson
  readonly disabled: boolean
  readonly onChange: (rules: RulesJson) => void
}

/** How strict each rule is; what asks for nothing stands back. */
export function LevelTable({ rules, disabled, onChange }: Props) {
  const { t } = useTranslation('schema')
  const text = useText()
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('rules.levels')}</legend>
      <p className={classes.hint}>{t('rules.levels-hint')}</p>
      {RULES.map((rule) => {
        const level = rules.levels?.[rule] ?? DEFAULT_LEVELS[rule]
        return (
          <div key={rule} className={classes.levelLine}>
            <span>
              {text(RULE_NAMES[rule])}
              {!isAsked(rule, rules) && (
                <span className={classes.hint}> · {t('rules.not-asked')}</span>
              )}
            </span>
            <SegmentedControl
              size="xs"
              aria-label={text(RULE_NAMES[rule])}
              disabled={disabled}
              data={levelsFor(rule, level).map((value) => ({
                value,
                label: t(`rules.level.${value}`),
              }))}
              value={level}
              onChange={(next) => onChange(withLevel(rules, rule, next as Level))}
            />
          </div>
        )
      })}
    </fieldset>
  )
}
