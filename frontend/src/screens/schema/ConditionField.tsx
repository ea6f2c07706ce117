import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../workbench/context'
import { conditions } from './draft'
import classes from './schema.module.css'
import type { DraftAttribute } from './types'

interface Props {
  readonly all: readonly DraftAttribute[]
  readonly at: number
  readonly value: DraftAttribute['when']
  readonly onChange: (when: DraftAttribute['when']) => void
}

/** "Shown only when Light is Red or Green". Only what stands above can be the condition. */
export function ConditionField({ all, at, value, onChange }: Props) {
  const { t } = useTranslation('schema')
  const text = useText()
  const sources = conditions(all, at)
  if (sources.length === 0) return <p className={classes.quiet}>{t('when-nothing')}</p>
  const source = sources.find(({ key }) => key === value?.attribute)
  const values = source ? choicesOf(source, text, t) : []
  const first = (key: string | null) => sources.find((each) => each.key === key)
  return (
    <div className={classes.pair}>
      <Select
        label={t('when')}
        placeholder={t('always')}
        clearable
        data={sources.map(({ key, name }) => ({ value: key, label: text(name) }))}
        value={value?.attribute ?? null}
        onChange={(key) => {
          const chosen = first(key)
          const start = chosen && choicesOf(chosen, text, t)[0]?.value
          onChange(chosen && start ? { attribute: chosen.key, in: [toValue(chosen, start)] } : null)
        }}
      />
      {source && value && (
        <MultiSelect
          label={t('is-one-of')}
          data={values}
          value={value.in.map(String)}
          onChange={(next) =>
            onChange(
              next.length
                ? { attribute: source.key, in: next.map((each) => toValue(source, each)) }
                : null,
            )
          }
        />
      )}
    </div>
  )
}

function choicesOf(
  source: DraftAttribute,
  text: (name: DraftAttribute['name']) => string,
  t: (key: string) => string,
): { value: string; label: string }[] {
  if (source.type === 'checkbox') {
    return [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ]
  }
  return source.options.map(({ key, name }) => ({ value: key, label: text(name) }))
}

/** Menus hold text; a checkbox's values are true and false. */
function toValue(source: DraftAttribute, text: string): string | boolean {
  return source.type === 'checkbox' ? text === 'true' : text
}
