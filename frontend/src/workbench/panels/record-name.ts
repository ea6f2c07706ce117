import { useTranslation } from 'react-i18next'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { useText, useWorkbench } from '../context'
import { useValue } from '../use-value'

/** What an annotation is called: its label, else the labels inside it and the frame of which they speak. */
export function useRecordName(): (record: Annotation) => string {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { editor } = useWorkbench().session
  const schema = useValue(editor.schema)
  const nameOf = (key: string): string => {
    const label = findLabel(schema, key)
    return label ? text(label.name) : key
  }
  return (record) => {
    if (record.label) return nameOf(record.label)
    const inside = editor.kindOf(record)?.uses?.(record as Annotation<never>) ?? []
    const names = [...new Set(inside.map(({ label }) => nameOf(label)))].join(', ')
    const { frame } = record.data as { readonly frame?: unknown }
    return typeof frame === 'number' ? t('suggested-in-frame', { frame: frame + 1, names }) : names
  }
}
