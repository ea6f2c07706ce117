import { MultiSelect, NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ClassMap } from './ClassMap'
import type { Config, Field } from './types'
import { useText } from './use-text'

interface ConfigFormProps {
  readonly fields: readonly Field[]
  readonly value: Config
  readonly onChange: (value: Config) => void
  /** Labels of the project, for fields that ask for some; empty for models of the installation. */
  readonly labels: readonly { readonly value: string; readonly label: string }[]
  /** Secret settings that are set already. */
  readonly secrets?: readonly string[]
}

/** The settings that a pre-labeller asks for. */
export function ConfigForm({ fields, value, onChange, labels, secrets = [] }: ConfigFormProps) {
  return fields.map((field) => (
    <Setting
      key={field.key}
      field={field}
      value={value[field.key] ?? field.default}
      labels={labels}
      isSet={secrets.includes(field.key)}
      onChange={(next) => onChange({ ...value, [field.key]: next })}
    />
  ))
}

interface SettingProps {
  readonly field: Field
  readonly value: unknown
  readonly labels: ConfigFormProps['labels']
  readonly isSet: boolean
  readonly onChange: (value: unknown) => void
}

function Setting(props: SettingProps) {
  switch (props.field.type) {
    case 'number':
      return <NumberSetting {...props} />
    case 'select':
      return <SelectSetting {...props} />
    case 'checkbox':
      return <CheckboxSetting {...props} />
    case 'labels':
      return <LabelsSetting {...props} />
    case 'classes':
      return <ClassesSetting {...props} />
    case 'secret':
      return <SecretSetting {...props} />
    default:
      return <TextSetting {...props} />
  }
}

/** What every input of a setting says of itself. */
function useDescription(field: Field) {
  const text = useText()
  return {
    label: text(field.title),
    description: field.help ? text(field.help) : undefined,
    required: field.required,
  }
}

function NumberSetting({ field, value, onChange }: SettingProps) {
  return (
    <NumberInput
      {...useDescription(field)}
      min={field.min ?? Number.NEGATIVE_INFINITY}
      max={field.max ?? Number.POSITIVE_INFINITY}
      step={field.max === 1 ? 0.05 : 1}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}

function SelectSetting({ field, value, onChange }: SettingProps) {
  const text = useText()
  return (
    <Select
      {...useDescription(field)}
      allowDeselect={false}
      data={field.options.map(({ key, name }) => ({ value: key, label: text(name) }))}
      value={String(value)}
      onChange={onChange}
    />
  )
}

function CheckboxSetting({ field, value, onChange }: SettingProps) {
  return (
    <Switch
      {...useDescription(field)}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function LabelsSetting({ field, value, labels, onChange }: SettingProps) {
  return (
    <MultiSelect
      {...useDescription(field)}
      data={[...labels]}
      disabled={labels.length === 0}
      value={(value as string[] | null) ?? []}
      onChange={onChange}
    />
  )
}

function ClassesSetting({ field, value, labels, onChange }: SettingProps) {
  const text = useText()
  return (
    <ClassMap
      title={text(field.title)}
      value={(value as Readonly<Record<string, string>> | null) ?? {}}
      labels={labels}
      onChange={onChange}
    />
  )
}

function SecretSetting({ field, value, isSet, onChange }: SettingProps) {
  const { t } = useTranslation('prelabel')
  return (
    <PasswordInput
      {...useDescription(field)}
      autoComplete="off"
      placeholder={isSet ? t('secret-set') : ''}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}

function TextSetting({ field, value, onChange }: SettingProps) {
  return (
    <TextInput
      {...useDescription(field)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
