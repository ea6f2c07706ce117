import { ActionIcon, Select } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttributeValue } from '../../core/patch'
import type { Attribute } from '../../core/schema'
import { useFormats } from '../../ui/format'
import { useText, useWorkbench } from '../context'
import { Icon } from '../icons'
import { AttributeFields } from '../panels/AttributeFields'
import { isBlank } from '../panels/attribute-values'
import { CommandButton } from '../parts/CommandButton'
import { useComputed, useValue } from '../use-value'
import classes from './attributes.module.css'
import { type Choice, choicesOf, isChosen } from './choices'
import type { Asked, AttributeMode } from './mode'

/** What a choice is called, on its button. */
function useChoiceName(): (choice: Choice) => string {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { number } = useFormats()
  return ({ value, name }) => {
    if (name) return text(name)
    if (typeof value === 'number') return number(value)
    return t(value ? 'attributes.yes' : 'attributes.no')
  }
}

function Choices({ mode, asked }: { readonly mode: AttributeMode; readonly asked: Asked }) {
  const nameOf = useChoiceName()
  const { attribute, record } = asked
  const value = record.attributes[attribute.key]
  return choicesOf(attribute).map((choice, i) => (
    <button
      key={String(choice.value)}
      type="button"
      className={classes.choice}
      aria-pressed={isChosen(value, choice)}
      onClick={() => mode.answer(i)}
    >
      {choice.key && <kbd className={classes.digit}>{choice.key}</kbd>}
      {choice.key !== String(choice.value) || choice.name ? nameOf(choice) : null}
    </button>
  ))
}

/** What is written instead of chosen; Enter puts the cursor there, and Enter again goes on. */
function Written({ mode, asked }: { readonly mode: AttributeMode; readonly asked: Asked }) {
  const holder = useRef<HTMLDivElement>(null)
  const typing = useValue(mode.typing)
  const { attribute, record } = asked
  useEffect(() => {
    if (typing > 0) holder.current?.querySelector('input')?.focus()
  }, [typing])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the field in it
    <div
      ref={holder}
      className={classes.written}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
        ;(event.target as HTMLElement).blur()
        mode.step(1)
      }}
    >
      <AttributeFields
        key={record.id}
        attributes={[{ ...attribute, when: null }]}
        all={[record.attributes]}
        disabled={false}
        onChange={(_, value: AttributeValue) => mode.set(value)}
      />
    </div>
  )
}

const isWritten = (attribute: Attribute) => choicesOf(attribute).length === 0

function Answer({ mode }: { readonly mode: AttributeMode }) {
  const { t } = useTranslation('workbench')
  const current = useValue(mode.current)
  const count = useValue(mode.asked).length
  if (!current) {
    return <p className={classes.none}>{t(count > 0 ? 'attributes.go' : 'attributes.nothing')}</p>
  }
  return (
    <div className={classes.choices}>
      {isWritten(current.attribute) ? (
        <Written mode={mode} asked={current} />
      ) : (
        <Choices mode={mode} asked={current} />
      )}
    </div>
  )
}

function Where({ mode }: { readonly mode: AttributeMode }) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { number } = useFormats()
  const asked = useValue(mode.asked)
  const current = useValue(mode.current)
  const open = asked.filter(({ record, attribute }) => isBlank(record.attributes[attribute.key]))
  return (
    <span className={classes.where} data-testid="attribute-place">
      {current && (
        <>
          <span className={classes.dot} style={{ background: current.label.color }} />
          <strong>{text(current.label.name)}</strong>
          <span>
            {t('attributes.place', {
              at: number(current.index + 1),
              all: number(asked.length),
            })}
          </span>
        </>
      )}
      {open.length > 0 && <span>{t('attributes.open', { count: open.length })}</span>}
    </span>
  )
}

function Which({ mode }: { readonly mode: AttributeMode }) {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const text = useText()
  const key = useValue(mode.key)
  const keys = useValue(mode.keys)
  const names = useComputed(
    () =>
      new Map(editor.schema.value.labels.flatMap((l) => l.attributes.map((a) => [a.key, a.name]))),
    [editor],
  )
  const nameOf = (one: string) => {
    const name = names.get(one)
    return name ? text(name) : one
  }
  const shown = key === null || keys.includes(key) ? keys : [...keys, key]
  return (
    <Select
      aria-label={t('attributes.which')}
      size="xs"
      w={180}
      allowDeselect={false}
      value={key}
      data={shown.map((one) => ({ value: one, label: nameOf(one) }))}
      onChange={(next) => mode.choose(next)}
    />
  )
}

/** The attribute that is asked for, the object it is asked of, and the answers with their keys. */
export function AttributeBar() {
  const { t } = useTranslation('workbench')
  const { attributes } = useWorkbench().session
  const isOn = useComputed(() => attributes.isOn === true && attributes.hasPlaces, [attributes])
  if (!isOn) return null
  return (
    <section className={classes.bar} aria-label={t('attributes.title')} data-testid="attribute-bar">
      <header className={classes.head}>
        <CommandButton id="attributes.preceding" size={26} side="top" />
        <Which mode={attributes} />
        <CommandButton id="attributes.following" size={26} side="top" />
        <span className={classes.divider} />
        <CommandButton id="attributes.previous" size={26} side="top" />
        <Where mode={attributes} />
        <CommandButton id="attributes.next" size={26} side="top" />
        <span className={classes.space} />
        <ActionIcon size={26} aria-label={t('attributes.leave')} onClick={() => attributes.leave()}>
          <Icon name="x" />
        </ActionIcon>
      </header>
      <Answer mode={attributes} />
    </section>
  )
}
