import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AttributeValue } from '../../core/patch'
import { useText } from '../../workbench/context'
import type { DraftAttribute } from './types'

interface Props {
  readonly attribute: DraftAttribute
  readonly error?: string
  readonly onChange: (value: AttributeValue) => void
}

/** What a new object has before anybody chose. */
export function DefaultField({ attribute, error, onChange }: Props) {
  const { t } = useTranslation('schema')
  const text = useText()
  const value = attribute.default
  const common = { label: t('default'), placeholder: t('no-default'), error }
  const options = attribute.options
    .filter(({ retired }) => !retired)
    .map(({ key, name }) => ({ value: key, label: text(name) }))
  switch (attribute.type) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      )
    case 'text':
      return (
        <TextInput
          {...common}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      )
    case 'multiselect':
      return (
        <MultiSelect
          {...common}
          data={options}
          value={Array.isArray(value) ? [...(value as readonly string[])] : []}
          onChange={(next) => onChange(next.length ? next : null)}
        />
      )
    case 'checkbox':
      return (
        <Select
          {...common}
          clearable
          data={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(next) => onChange(next === null ? null : next === 'true')}
        />
      )
    default:
      return (
        <Select
          {...common}
          clearable
          data={options}
          value={typeof value === 'string' ? value : null}
          onChange={onChange}
        />
      )
  }
}
