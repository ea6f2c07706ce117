import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Text } from '../../core/schema'
import { useText } from '../../workbench/context'
import { changedRules } from './rules/rules'
import classes from './schema.module.css'
import type { DraftAttribute, DraftSchema, SchemaChange } from './types'

interface Props {
  readonly change: SchemaChange
  readonly before: DraftSchema
  readonly after: DraftSchema
  readonly children?: ReactNode
}

/** One difference between two versions as a sentence. */
export function ChangeLine({ change, before, after, children }: Props) {
  const { t } = useTranslation('schema')
  const names = useNames(before, after)
  const isRules = change.field === 'transcription'
  const path = isRules ? t('rules.title') : names(change)
  const field = isRules
    ? changedRules(change.before, change.after)
        .map((key) => t(`rules.${key}`))
        .join(', ')
    : change.field && t(`field.${change.field}`, { defaultValue: change.field })
  const isColour = change.field === 'color'
  return (
    <li className={classes.change} data-verb={change.verb}>
      <span className={classes.verb}>{t(`verb.${change.verb}`)}</span>
      <span className={classes.changePath}>
        {path}
        {field && <span className={classes.quiet}>{` · ${field}`}</span>}
        {isColour && (
          <>
            <span className={classes.swatch} style={{ background: String(change.before) }} />
            {'→'}
            <span className={classes.swatch} style={{ background: String(change.after) }} />
          </>
        )}
      </span>
      {children}
    </li>
  )
}

/** Names for the keys of a change, from whichever version has them. */
function useNames(before: DraftSchema, after: DraftSchema): (change: SchemaChange) => string {
  const { t } = useTranslation('schema')
  const text = useText()
  const labels = [...after.labels, ...before.labels]
  const nameOf = (key: string, all: readonly { key: string; name: Text }[]) => {
    const found = all.find((each) => each.key === key)
    return found ? text(found.name) : key
  }
  const attributesOf = (label: string): readonly DraftAttribute[] =>
    label
      ? labels.filter(({ key }) => key === label).flatMap(({ attributes }) => attributes)
      : [...after.questions, ...before.questions]
  return ({ verb, label, attribute, option }) => {
    if (verb === 'moved') return t('labels')
    const attributes = attributesOf(label)
    const within = attributes.filter(({ key }) => key === attribute)
    const path = [label ? nameOf(label, labels) : t('questions')]
    if (attribute) path.push(nameOf(attribute, attributes))
    if (option) {
      path.push(
        nameOf(
          option,
          within.flatMap(({ options }) => options),
        ),
      )
    }
    return path.join(' › ')
  }
}
