import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { ClassMap } from './ClassMap'
import type { Config, Field } from './types'
import { useText } from './use-text'

interface ConfigFormProps {
  readonly fields: readonly Field[]
  readonly value: Config
  readonly onChange: (value: Config) => void
  /** Labels of the project, for fields that ask for some; empty for models of the installation. */
  readonly labels: readonly { readonly value: string; readonly label: string }[]
}

/** The settings that a pre-labeller asks for. */
export function ConfigForm({ fields, value, onChange, labels }: ConfigFormProps) {
  return fields.map((field) => (
    <Setting
      key={field.key}
      field={field}
      value={value[field.key] ?? field.default}
      labels={labels}
      onChange={(next) => onChange({ ...value, [field.key]: next })}
    />
  ))
}

interface SettingProps {
  readonly field: Field
  readonly value: unknown
  readonly labels: ConfigFormProps['labels']
  readonly onChange: (value: unknown) => void
}

function Setting({ field, value, labels, onChange }: SettingProps) {
  const text = useText()
  const shared = {
    label: text(field.title),
    description: field.help ? text(field.help) : undefined,
    required: field.required,
  }
  switch (field.type) {
    case 'number':
      return (
        <NumberInput
          {...shared}
          min={field.min ?? Number.NEGATIVE_INFINITY}
          max={field.max ?? Number.POSITIVE_INFINITY}
          step={field.max === 1 ? 0.05 : 1}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      )
    case 'select':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          data={field.options.map(({ key, name }) => ({ value: key, label: text(name) }))}
          value={String(value)}
          onChange={onChange}
        />
      )
    case 'checkbox':
      return (
        <Switch
          {...shared}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'labels':
      return (
        <MultiSelect
          {...shared}
          data={[...labels]}
          disabled={labels.length === 0}
          value={(value as string[] | null) ?? []}
          onChange={onChange}
        />
      )
    case 'classes':
      return (
        <ClassMap
          title={shared.label}
          value={(value as Readonly<Record<string, string>> | null) ?? {}}
          labels={labels}
          onChange={onChange}
        />
      )
    default:
      return (
        <TextInput
          {...shared}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}
