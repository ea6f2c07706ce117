import { Checkbox, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { RowSkeletons, useFormats } from '../../ui'
import classes from './deliveries.module.css'
import type { BatchLosses, Format, FormatLosses } from './types'

interface FormatChoiceProps {
  /** What is delivered; without it nobody knows yet what a format would lose of it. */
  readonly batch: string | null
  readonly value: string[]
  readonly onChange: (value: string[]) => void
  readonly options: FormatOptions
  readonly onOptions: (options: FormatOptions) => void
}

/** What was chosen of the formats' own options, by format and key. */
export type FormatOptions = Readonly<Record<string, Readonly<Record<string, string>>>>

const useLanguage = () => (useTranslation().i18n.language === 'zh' ? 'zh' : 'en')

/** The formats on offer; a chosen one says what it would lose of this batch, as its codec found on a trial run. */
export function FormatChoice(props: FormatChoiceProps) {
  const { batch, value, onChange, options, onOptions } = props
  const { t } = useTranslation('deliveries')
  const { modality } = useProject()
  const language = useLanguage()
  const formats = useGet<readonly Format[]>('/api/v1/formats', {}, { staleTime: 3_600_000 })
  const fitting = formats.data?.filter(({ modalities }) => modalities.includes(modality)) ?? []
  const asked = fitting.map(({ slug }) => slug).filter((slug) => value.includes(slug))
  const trial = useTrial(batch, asked, options)
  const found = (slug: string) => trial.data?.formats.find((each) => each.slug === slug)
  return (
    <Checkbox.Group label={t('new.formats')} value={value} onChange={onChange}>
      <div className={classes.formats}>
        {fitting.map((format) => (
          <div key={format.slug}>
            <Checkbox value={format.slug} label={format.title[language]} />
            {value.includes(format.slug) && (
              <OptionChoice
                format={format}
                value={options[format.slug] ?? {}}
                onChange={(chosen) => onOptions({ ...options, [format.slug]: chosen })}
              />
            )}
            {value.includes(format.slug) &&
              (batch === null || trial.error ? (
                <General format={format} />
              ) : (
                <OfBatch trial={trial.data} found={found(format.slug)} />
              ))}
          </div>
        ))}
      </div>
    </Checkbox.Group>
  )
}

/** What was chosen for these formats. */
export const chosenOf = (options: FormatOptions, formats: readonly string[]): FormatOptions =>
  Object.fromEntries(Object.entries(options).filter(([slug]) => formats.includes(slug)))

function useTrial(batch: string | null, formats: readonly string[], options: FormatOptions) {
  const query = { formats: formats.join(','), options: JSON.stringify(chosenOf(options, formats)) }
  return useGet<BatchLosses>(
    '/api/v1/batches/{batch}/losses',
    { params: { path: { batch: batch ?? '' }, query } },
    { enabled: batch !== null && formats.length > 0, keep: true },
  )
}

interface OptionChoiceProps {
  readonly format: Format
  readonly value: Readonly<Record<string, string>>
  readonly onChange: (value: Readonly<Record<string, string>>) => void
}

/** How the format is to be written, where there is a choice. */
function OptionChoice({ format, value, onChange }: OptionChoiceProps) {
  const language = useLanguage()
  return format.options.map(({ key, title, choices }) => (
    <Select
      key={key}
      className={classes.option}
      label={title[language]}
      allowDeselect={false}
      data={choices.map((choice) => ({ value: choice.value, label: choice.title[language] }))}
      value={value[key] ?? choices[0]?.value ?? null}
      onChange={(chosen) => chosen && onChange({ ...value, [key]: chosen })}
    />
  ))
}

/** What the format cannot carry, whatever the batch. */
function General({ format }: { format: Format }) {
  const language = useLanguage()
  if (format.cannot_carry.length === 0) return null
  return (
    <ul className={classes.losses}>
      {format.cannot_carry.map((text: Format['title']) => (
        <li key={text.en}>{text[language]}</li>
      ))}
    </ul>
  )
}

interface OfBatchProps {
  readonly trial: BatchLosses | undefined
  readonly found: FormatLosses | undefined
}

/** What the format would lose of this batch, and how often. */
function OfBatch({ trial, found }: OfBatchProps) {
  const { t } = useTranslation('deliveries')
  const formats = useFormats()
  const language = useLanguage()
  if (!trial || !found) {
    return (
      <div className={classes.trial}>
        <RowSkeletons rows={2} />
      </div>
    )
  }
  const some = { examined: formats.number(trial.examined), count: trial.tasks }
  const scope = trial.examined < trial.tasks ? t('new.examined', some) : ''
  if (found.losses.length === 0) {
    return <p className={classes.trial}>{`${t('new.loses-nothing')} ${scope}`}</p>
  }
  const names = trial.attributes.map(({ key, count }) => `${key} (${formats.number(count)})`)
  return (
    <div className={classes.trial}>
      {`${t('new.loses')} ${scope}`}
      <ul>
        {found.losses.map((loss) => (
          <li key={loss.code}>
            {`${loss.message[language]} (${formats.number(loss.count)})`}
            {loss.code === 'attributes-dropped' && <code> {names.join(', ')}</code>}
          </li>
        ))}
      </ul>
    </div>
  )
}
