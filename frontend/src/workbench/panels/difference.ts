import { useTranslation } from 'react-i18next'
import { type Annotation, sameJson } from '../../core/patch'
import { type Attribute, findLabel } from '../../core/schema'
import { useText, useWorkbench } from '../context'
import type { ObjectChange } from '../session/changes'
import { useValue } from '../use-value'
import { summary } from './attribute-values'

type Versions = Pick<ObjectChange, 'before' | 'after' | 'parts'>

/** What is different, in words: the label and values as they were and as they are; a shape is looked at. */
export function useDifference(): (change: Versions) => readonly string[] {
  const { t } = useTranslation('workbench')
  const text = useText()
  const schema = useValue(useWorkbench().session.editor.schema)
  const labelOf = ({ label }: Annotation) => {
    const found = findLabel(schema, label)
    return found ? text(found.name) : label
  }
  const valueIn = ({ attributes }: Annotation, one: Attribute) => {
    if (one.type === 'checkbox') return t(attributes[one.key] ? 'changes.yes' : 'changes.no')
    return summary([one], attributes, text) || t('changes.no-value')
  }
  const valuesOf = (before: Annotation, after: Annotation) =>
    (findLabel(schema, after.label)?.attributes ?? [])
      .filter(({ key }) => !sameJson(before.attributes[key] ?? null, after.attributes[key] ?? null))
      .map((one) => {
        const [from, to] = [valueIn(before, one), valueIn(after, one)]
        return t('changes.value', { name: text(one.name), from, to })
      })
  return ({ before, after, parts }) => {
    if (!before || !after) return []
    const words = {
      label: () => [t('changes.label', { from: labelOf(before), to: labelOf(after) })],
      shape: () => [t('changes.shape')],
      points: () => [t('changes.points')],
      attributes: () => valuesOf(before, after),
      other: () => [t('changes.other')],
    }
    return parts.flatMap((part) => words[part]())
  }
}
