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
export function DefaultField(props: Props) {
  switch (props.attribute.type) {
    case 'number':
      return <DefaultNumber {...props} />
    case 'text':
      return <DefaultText {...props} />
    case 'multiselect':
      return <DefaultOptions {...props} />
    case 'checkbox':
      return <DefaultAnswer {...props} />
    default:
      return <DefaultOption {...props} />
  }
}

/** What every form of the field says. */
function useCommon(error: string | undefined) {
  const { t } = useTranslation('schema')
  return { label: t('default'), placeholder: t('no-default'), error }
}

/** The options that can still be chosen. */
function useOptions({ options }: DraftAttribute) {
  const text = useText()
  return options
    .filter(({ retired }) => !retired)
    .map(({ key, name }) => ({ value: key, label: text(name) }))
}

function DefaultNumber({ attribute, error, onChange }: Props) {
  const value = attribute.default
  return (
    <NumberInput
      {...useCommon(error)}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}

function DefaultText({ attribute, error, onChange }: Props) {
  const value = attribute.default
  return (
    <TextInput
      {...useCommon(error)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}

function DefaultOptions({ attribute, error, onChange }: Props) {
  const value = attribute.default
  return (
    <MultiSelect
      {...useCommon(error)}
      data={useOptions(attribute)}
      value={Array.isArray(value) ? [...(value as readonly string[])] : []}
      onChange={(next) => onChange(next.length ? next : null)}
    />
  )
}

function DefaultAnswer({ attribute, error, onChange }: Props) {
  const { t } = useTranslation('schema')
  const value = attribute.default
  return (
    <Select
      {...useCommon(error)}
      clearable
      data={[
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ]}
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(next) => onChange(next === null ? null : next === 'true')}
    />
  )
}

function DefaultOption({ attribute, error, onChange }: Props) {
  const value = attribute.default
  return (
    <Select
      {...useCommon(error)}
      clearable
      data={useOptions(attribute)}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
    />
  )
}
