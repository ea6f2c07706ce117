import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RulesJson } from '../../../transcription/rules'
import { SCRIPTS } from '../../../transcription/scripts'
import { useFieldProblem } from '../problems'
import schemaClasses from '../schema.module.css'
import { LevelTable } from './LevelTable'
import { PairList } from './PairList'
import { forbiddenPairs, tagPairs, withForbidden, withRate, withRule, withTags } from './rules'
import { WordsField } from './WordsField'

interface Props {
  readonly rules: RulesJson
  readonly disabled: boolean
  readonly onChange: (rules: RulesJson) => void
}

/** How speech is written down in this project. */
export function RulesForm(props: Props) {
  const { t } = useTranslation('schema')
  return (
    <section className={schemaClasses.form} aria-label={t('rules.title')}>
      <h2 className={schemaClasses.formTitle}>{t('rules.title')}</h2>
      <p className={schemaClasses.quiet}>{t('rules.hint')}</p>
      <Characters {...props} />
      <Marks {...props} />
      <Choices {...props} />
      <Pairs {...props} />
      <Words {...props} />
      <Rate {...props} />
      <LevelTable {...props} />
    </section>
  )
}

function Characters({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (
    <div className={schemaClasses.triple}>
      <TextInput
        label={t('rules.language')}
        placeholder={t('rules.language-example')}
        value={rules.language ?? ''}
        onChange={(event) => onChange(withRule(rules, 'language', event.currentTarget.value))}
        {...field('transcription.language')}
      />
      <MultiSelect
        label={t('rules.scripts')}
        {...(rules.scripts?.length ? {} : { placeholder: t('rules.any') })}
        searchable
        data={Object.keys(SCRIPTS).map((value) => ({ value, label: t(`rules.script.${value}`) }))}
        value={[...(rules.scripts ?? [])]}
        onChange={(scripts) => onChange(withRule(rules, 'scripts', scripts))}
        {...field('transcription.scripts')}
      />
      <TextInput
        label={t('rules.characters')}
        spellCheck={false}
        value={rules.characters ?? ''}
        onChange={(event) => onChange(withRule(rules, 'characters', event.currentTarget.value))}
        {...field('transcription.characters')}
      />
    </div>
  )
}

function Marks({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const marks = rules.punctuation
  const isAny = typeof marks !== 'string'
  const set = (value: string | null) => onChange(withRule(rules, 'punctuation', value))
  return (
    <div className={schemaClasses.pair}>
      <TextInput
        label={t('rules.punctuation')}
        placeholder={isAny ? t('rules.any') : t('rules.no-marks')}
        spellCheck={false}
        value={marks ?? ''}
        onChange={(event) => set(event.currentTarget.value)}
        {...field('transcription.punctuation')}
      />
      <Checkbox
        className={schemaClasses.requiredBox ?? ''}
        label={t('rules.any-mark')}
        checked={isAny}
        onChange={(event) => set(event.currentTarget.checked ? null : '')}
      />
    </div>
  )
}

const CHOICES = {
  digits: ['any', 'forbidden'],
  width: ['any', 'half', 'full'],
  casing: ['any', 'lower', 'upper'],
} as const

function Choices({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  return (
    <div className={schemaClasses.triple}>
      {(['digits', 'width', 'casing'] as const).map((name) => (
        <Select
          key={name}
          label={t(`rules.${name}`)}
          allowDeselect={false}
          data={CHOICES[name].map((value) => ({ value, label: t(`rules.${name}-is.${value}`) }))}
          value={rules[name] ?? 'any'}
          onChange={(value) => onChange(withRule(rules, name, value as RulesJson[typeof name]))}
        />
      ))}
    </div>
  )
}

function Pairs({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  return (
    <>
      <PairList
        title={t('rules.tags')}
        hint={t('rules.tags-hint')}
        first={t('rules.tag')}
        second={t('rules.close')}
        add={t('rules.add-tag')}
        place={(at) => `transcription.tags[${at}].tag`}
        pairs={tagPairs(rules)}
        onChange={(pairs) => onChange(withTags(rules, pairs))}
      />
      <PairList
        title={t('rules.forbidden')}
        hint={t('rules.forbidden-hint')}
        first={t('rules.word')}
        second={t('rules.instead')}
        add={t('rules.add-word')}
        place={(at) => `transcription.forbidden[${at}].word`}
        pairs={forbiddenPairs(rules)}
        onChange={(pairs) => onChange(withForbidden(rules, pairs))}
      />
    </>
  )
}

function Words({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (['fillers', 'lexicon'] as const).map((name) => (
    <WordsField
      key={name}
      label={t(`rules.${name}`)}
      description={t(`rules.${name}-hint`)}
      language={rules.language}
      words={rules[name] ?? []}
      onChange={(words) => onChange(withRule(rules, name, words))}
      {...field(`transcription.${name}`)}
    />
  ))
}

function Rate({ rules, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const { least, most } = rules.rate ?? { least: null, most: null }
  const numberOf = (value: string | number) => (typeof value === 'number' ? value : null)
  return (
    <div className={schemaClasses.pair}>
      <NumberInput
        label={t('rules.most')}
        description={t('rules.most-hint')}
        min={0}
        value={most ?? ''}
        onChange={(value) => onChange(withRate(rules, least, numberOf(value)))}
      />
      <NumberInput
        label={t('rules.least')}
        description={t('rules.least-hint')}
        min={0}
        disabled={most === null}
        value={least ?? ''}
        onChange={(value) => onChange(withRate(rules, numberOf(value), most))}
        {...field('transcription.rate.least')}
      />
    </div>
  )
}
