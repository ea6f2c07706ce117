import { ActionIcon, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { IconChevronDown, IconGripVertical, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../workbench/context'
import { AnchorList } from './AnchorList'
import { ConditionField } from './ConditionField'
import { DefaultField } from './DefaultField'
import { withAnchors, withFormula, withType } from './draft'
import { NameFields } from './NameFields'
import { OptionList } from './OptionList'
import { ProblemLines, useFieldProblem, useSeverity } from './problems'
import classes from './schema.module.css'
import type { DraftAttribute } from './types'
import type { useReorder } from './use-reorder'

const TYPES = ['checkbox', 'select', 'multiselect', 'number', 'text'] as const

interface Props {
  readonly attribute: DraftAttribute
  readonly path: string
  readonly all: readonly DraftAttribute[]
  readonly at: number
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onChange: (attribute: DraftAttribute) => void
  readonly onRemove: () => void
  readonly drag: ReturnType<ReturnType<typeof useReorder>>
}

/** One attribute: a line that says what it is, and under it, when open, all of it. */
export function AttributeForm(props: Props) {
  const { attribute, path, isOpen, onToggle, drag } = props
  const { t } = useTranslation('schema')
  const text = useText()
  const severity = useSeverity()
  const marks = [
    t(`type.${attribute.type}`),
    attribute.required && t('required'),
    attribute.when && t('conditional'),
  ].filter(Boolean)
  return (
    <div
      className={classes.attribute}
      data-severity={severity(path) ?? undefined}
      {...(isOpen ? {} : drag)}
    >
      {/* A summary, not a button: it also opens for those who may only look, in a fieldset out of use. */}
      <details
        open={isOpen}
        onToggle={(event) => event.currentTarget.open !== isOpen && onToggle()}
      >
        <summary className={classes.attributeHead}>
          <IconGripVertical size={12} className={classes.grip} aria-hidden="true" />
          <span className={classes.rowName} title={text(attribute.name)}>
            {text(attribute.name)}
          </span>
          <span className={classes.quiet}>{marks.join(' · ')}</span>
          <IconChevronDown size={14} className={classes.chevron} data-open={isOpen || undefined} />
        </summary>
        {isOpen && <Details {...props} />}
      </details>
      <ActionIcon
        className={classes.attributeRemove ?? ''}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('remove-attribute', { name: text(attribute.name) })}
        onClick={props.onRemove}
      >
        <IconTrash size={13} />
      </ActionIcon>
    </div>
  )
}

function Details({ attribute, path, all, at, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const change = (changes: Partial<DraftAttribute>) => onChange({ ...attribute, ...changes })
  const hasOptions = attribute.type === 'select' || attribute.type === 'multiselect'
  return (
    <div className={classes.attributeBody}>
      <NameFields
        name={attribute.name}
        autoFocus
        onChange={(name) => change({ name })}
        {...field(`${path}.name`)}
      />
      <TypeAndKey attribute={attribute} path={path} onChange={onChange} change={change} />
      {hasOptions && (
        <OptionList
          path={`${path}.options`}
          options={attribute.options}
          onChange={(options) => change({ options, default: null })}
        />
      )}
      {attribute.type === 'number' && (
        <Scale attribute={attribute} path={path} onChange={onChange} change={change} />
      )}
      <div className={classes.pair}>
        <DefaultField
          attribute={attribute}
          onChange={(value) => change({ default: value })}
          {...field(`${path}.default`)}
        />
        <Checkbox
          className={classes.requiredBox ?? ''}
          label={t('required-label')}
          checked={attribute.required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
        />
      </div>
      <ConditionField
        all={all}
        at={at}
        value={attribute.when}
        onChange={(when) => change({ when })}
      />
      <ProblemLines path={`${path}.when`} />
    </div>
  )
}

interface PartProps {
  readonly attribute: DraftAttribute
  readonly path: string
  readonly change: (changes: Partial<DraftAttribute>) => void
}

type TypeAndKeyProps = PartProps & Pick<Props, 'onChange'>

function TypeAndKey({ attribute, path, onChange, change }: TypeAndKeyProps) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (
    <div className={classes.pair}>
      <Select
        label={t('type-label')}
        allowDeselect={false}
        data={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
        value={attribute.type}
        onChange={(type) =>
          type && onChange(withType(attribute, type as DraftAttribute['type'], t('new-option')))
        }
        {...field(`${path}.type`)}
      />
      <TextInput
        label={t('key')}
        value={attribute.key}
        onChange={(event) => change({ key: event.currentTarget.value })}
        {...field(`${path}.key`)}
      />
    </div>
  )
}

/** From where to where a number goes, and what its values mean. */
function Scale({ attribute, path, onChange, change }: TypeAndKeyProps) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (
    <>
      <Range attribute={attribute} path={path} change={change} />
      <AnchorList
        attribute={attribute}
        path={`${path}.anchors`}
        onChange={(anchors) => onChange(withAnchors(attribute, anchors))}
      />
      <TextInput
        label={t('formula')}
        description={t('formula-hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={attribute.formula ?? ''}
        spellCheck={false}
        onChange={(event) => onChange(withFormula(attribute, event.currentTarget.value))}
        {...field(`${path}.formula`)}
      />
    </>
  )
}

function Range({ attribute, path, change }: PartProps) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (
    <div className={classes.triple}>
      {(['min', 'max', 'step'] as const).map((name) => (
        <NumberInput
          key={name}
          label={t(`range.${name}`)}
          value={attribute[name] ?? ''}
          onChange={(value) => change({ [name]: typeof value === 'number' ? value : null })}
          {...field(`${path}.${name}`)}
        />
      ))}
    </div>
  )
}
