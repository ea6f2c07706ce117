import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttributeValue } from '../../core/patch'
import { type Attribute, isShown, meaningOf } from '../../core/schema'
import { useFormats } from '../../ui/format'
import { useText } from '../context'
import own from './attribute-fields.module.css'
import { isBlank, sharedValue, type Values } from './attribute-values'
import { OptionButtons } from './OptionButtons'
import classes from './panels.module.css'

/** So many options are shown side by side; more go into a menu. */
const FEW = 6

interface FieldProps {
  readonly attribute: Attribute
  /** Undefined when the selected annotations differ. */
  readonly value: AttributeValue | undefined
  readonly disabled: boolean
  readonly onChange: (value: AttributeValue) => void
}

/** Text that counts when the person is done with it, so that one undo takes back a whole sentence. */
function TextField({ attribute, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const [draft, setDraft] = useState(String(value ?? ''))
  useEffect(() => setDraft(String(value ?? '')), [value])
  const done = () => draft !== String(value ?? '') && onChange(draft)
  return (
    <TextInput
      aria-label={text(attribute.name)}
      size="xs"
      value={draft}
      disabled={disabled}
      placeholder={value === undefined ? t('mixed') : ''}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === 'Enter' && done()}
    />
  )
}

/** What the values of a scale mean, to be read before one is chosen; a click chooses it. */
function Anchors({ attribute, value, disabled, onChange }: FieldProps) {
  const text = useText()
  const anchors = attribute.anchors ?? []
  const meaning = meaningOf(attribute, value ?? null)
  return (
    <div className={own.anchors}>
      {anchors.map((anchor) => (
        <button
          key={anchor.at}
          type="button"
          className={own.anchor}
          aria-pressed={anchor.name === meaning}
          disabled={disabled}
          onClick={() => onChange(anchor.at)}
        >
          <span className={own.at}>{anchor.at}</span> {text(anchor.name)}
        </button>
      ))}
    </div>
  )
}

function NumberField(props: FieldProps) {
  const { attribute, value, disabled, onChange } = props
  const { t } = useTranslation('workbench')
  const text = useText()
  const formats = useFormats()
  const { min, max, step, anchors = [] } = attribute
  if (attribute.formula) {
    const shown = typeof value === 'number' ? formats.number(value, 2) : '–'
    return (
      <output className={own.computed} title={t('computed', { formula: attribute.formula })}>
        {shown}
      </output>
    )
  }
  return (
    <div className={own.scale}>
      <NumberInput
        aria-label={text(attribute.name)}
        size="xs"
        value={typeof value === 'number' ? value : ''}
        disabled={disabled}
        placeholder={value === undefined ? t('mixed') : ''}
        {...(min === null ? {} : { min })}
        {...(max === null ? {} : { max })}
        step={step ?? 1}
        clampBehavior="blur"
        onValueChange={({ floatValue }, { source }) => {
          if (source !== 'event' && floatValue === value) return
          onChange(floatValue ?? null)
        }}
      />
      {anchors.length > 0 && <Anchors {...props} />}
    </div>
  )
}

function ChoiceField({ attribute, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const data = attribute.options.map(({ key, name }) => ({ value: key, label: text(name) }))
  const common = {
    'aria-label': text(attribute.name),
    size: 'xs' as const,
    data,
    disabled,
    placeholder: value === undefined ? t('mixed') : t('choose'),
  }
  if (attribute.type === 'multiselect') {
    const chosen = Array.isArray(value) ? [...(value as readonly string[])] : []
    return <MultiSelect {...common} value={chosen} onChange={onChange} clearable />
  }
  const chosen = typeof value === 'string' ? value : null
  if (data.length <= FEW) {
    return (
      <OptionButtons
        label={text(attribute.name)}
        options={data}
        value={chosen}
        disabled={disabled}
        clearable={!attribute.required}
        onChange={onChange}
      />
    )
  }
  return <Select {...common} value={chosen} onChange={onChange} clearable={!attribute.required} />
}

function Field(props: FieldProps) {
  const { attribute, value, disabled, onChange } = props
  const text = useText()
  switch (attribute.type) {
    case 'checkbox':
      return (
        <Checkbox
          aria-label={text(attribute.name)}
          checked={value === true}
          indeterminate={value === undefined}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return <NumberField {...props} />
    case 'text':
      return <TextField {...props} />
    default:
      return <ChoiceField {...props} />
  }
}

interface Props {
  readonly attributes: readonly Attribute[]
  /** Values of every annotation that is edited together. */
  readonly all: readonly Values[]
  readonly disabled: boolean
  readonly onChange: (key: string, value: AttributeValue) => void
}

/** Fields for the attributes that apply, each with its name; required ones are marked while empty. */
export function AttributeFields({ attributes, all, disabled, onChange }: Props) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const applies = (attribute: Attribute) => all.every((values) => isShown(attribute, values))
  return attributes.filter(applies).map((attribute) => {
    const value = sharedValue(all, attribute.key)
    const missing = attribute.required && value !== undefined && isBlank(value)
    // The name of a checkbox switches it; other fields have controls of their own.
    const Row = attribute.type === 'checkbox' ? 'label' : 'div'
    return (
      <Row key={attribute.key} className={classes.field} data-missing={missing || undefined}>
        <span className={classes.fieldName}>
          {text(attribute.name)}
          {attribute.required && (
            <span className={classes.required} title={t('required')}>
              {' *'}
            </span>
          )}
        </span>
        <Field
          attribute={attribute}
          value={value}
          disabled={disabled}
          onChange={(next) => onChange(attribute.key, next)}
        />
      </Row>
    )
  })
}
