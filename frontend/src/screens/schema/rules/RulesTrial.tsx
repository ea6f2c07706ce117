import { Button, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RULE_NAMES } from '../../../transcription/check'
import { fixed, problems } from '../../../transcription/law'
import { type RulesJson, rulesOf } from '../../../transcription/rules'
import { useText } from '../../../workbench/context'
import schemaClasses from '../schema.module.css'
import { pieces, verdict } from './pieces'
import { sampleFor } from './rules'
import classes from './rules.module.css'

/** A text tried by the rules as they stand in the form: what would be blocked, warned of or mended. */
export function RulesTrial({ json }: { json: RulesJson }) {
  const { t, i18n } = useTranslation('schema')
  const text = useText()
  const [sample, setSample] = useState(() => t(`rules.sample.${sampleFor(json, i18n.language)}`))
  const [seconds, setSeconds] = useState<number | null>(null)
  const rules = rulesOf(json)
  const found = problems(sample, rules, seconds)
  const mended = fixed(sample, rules)
  const outcome = verdict(found)
  return (
    <aside className={schemaClasses.preview} aria-label={t('rules.try')}>
      <h2 className={schemaClasses.previewTitle}>{t('rules.try')}</h2>
      <Textarea
        aria-label={t('rules.text')}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        lang={json.language}
        value={sample}
        onChange={(event) => setSample(event.currentTarget.value)}
      />
      {rules.rate && (
        <NumberInput
          label={t('rules.seconds')}
          min={0}
          value={seconds ?? ''}
          onChange={(value) => setSeconds(typeof value === 'number' ? value : null)}
        />
      )}
      <p className={classes.verdict} data-level={outcome} role="status">
        {t(`rules.verdict.${outcome}`)}
      </p>
      <p className={classes.marked} lang={json.language}>
        {pieces(sample, found).map((piece) => (
          <span key={piece.start} data-level={piece.level ?? undefined}>
            {piece.text}
          </span>
        ))}
      </p>
      <ul className={classes.found}>
        {found.map((each) => (
          <li key={`${each.rule}:${each.start}:${each.stop}`} className={classes.finding}>
            <span className={classes.level} data-level={each.level}>
              {t(`rules.level.${each.level}`)}
            </span>
            <span className={classes.what}>
              {each.found.trim() && <q>{each.found}</q>}
              {each.instead?.trim() && <span>→ {each.instead}</span>}
              <span className={classes.hint}>{text(RULE_NAMES[each.rule])}</span>
            </span>
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="default"
          size="xs"
          disabled={mended === sample}
          onClick={() => setSample(mended)}
        >
          {t('rules.mend')}
        </Button>
      </div>
    </aside>
  )
}
