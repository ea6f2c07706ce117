import { Select } from '@mantine/core'
import { type ComponentType, lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { relabelled } from '../../core/commands'
import type { Editor } from '../../core/editor'
import { seenAs } from '../../core/kind'
import type { Annotation, AttributeValue } from '../../core/patch'
import { findLabel, type Label } from '../../core/schema'
import { useFormats } from '../../ui/format'
import { useReason, useText, useWorkbench } from '../context'
import { CommandButton } from '../parts/CommandButton'
import { useComputed, useValue } from '../use-value'
import { AttributeFields } from './AttributeFields'
import { withValue } from './attribute-values'
import { FactList } from './FactList'
import { Geometry } from './Geometry'
import classes from './panels.module.css'
import { TaskPanel } from './TaskPanel'

function LabelField({ records, disabled }: { records: readonly Annotation[]; disabled: boolean }) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { editor } = useWorkbench().session
  const { labels } = useValue(editor.schema)
  const kinds = new Set(records.map((record) => seenAs(editor.kindOf(record), record)))
  const fitting = labels.filter((label) => [...kinds].every((kind) => label.kinds.includes(kind)))
  const values = new Set(records.map(({ label }) => label))
  const [only = null] = values.size === 1 ? values : []
  const relabel = (label: Label) =>
    editor.edit('editor:edit.label', (tx) => {
      for (const { id } of records) tx.update(id, (record) => relabelled(record, label))
    })
  const unknown = only !== null && !findLabel({ labels, questions: [] }, only)
  return (
    <div className={classes.field}>
      <span className={classes.fieldName}>{t('label')}</span>
      <Select
        size="xs"
        aria-label={t('label')}
        data={fitting.map(({ key, name }) => ({ value: key, label: text(name) }))}
        value={only}
        placeholder={values.size > 1 ? t('mixed') : ''}
        error={unknown && t('label-unknown', { label: only })}
        disabled={disabled}
        searchable
        onChange={(key) => {
          const label = labels.find((one) => one.key === key)
          if (label) relabel(label)
        }}
      />
    </div>
  )
}

function Attributes({ records, disabled }: { records: readonly Annotation[]; disabled: boolean }) {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const schema = useValue(editor.schema)
  const keys = new Set(records.map(({ label }) => label))
  const label = keys.size === 1 ? findLabel(schema, [...keys][0] ?? '') : undefined
  if (!label || label.attributes.length === 0) return null
  const change = (key: string, value: AttributeValue) =>
    editor.edit(
      'editor:edit.attributes',
      (tx) => {
        for (const { id } of records) {
          tx.update(id, (record) => ({
            ...record,
            attributes: withValue(label.attributes, record.attributes, key, value),
          }))
        }
      },
      `attribute:${key}:${records.map(({ id }) => id).join()}`,
    )
  // What changes over time is asked for beside it, from the frame on the screen on.
  const isOverTime = records.every(
    (record) => seenAs(editor.kindOf(record), record) !== record.kind,
  )
  return (
    <section className={classes.section}>
      {isOverTime && <h2 className={classes.heading}>{t('all-frames')}</h2>}
      <AttributeFields
        attributes={label.attributes}
        all={records.map(({ attributes }) => attributes)}
        disabled={disabled}
        onChange={change}
      />
    </section>
  )
}

/** What the modality shows of the one selected annotation. */
function Own() {
  const { modality, editor } = useWorkbench().session
  const load = modality.details
  const Shown = useMemo(
    () => load && lazy(load as () => Promise<{ default: ComponentType<{ editor: Editor }> }>),
    [load],
  )
  return (
    Shown && (
      <Suspense fallback={null}>
        <Shown editor={editor} />
      </Suspense>
    )
  )
}

function Provenance({ record }: { record: Annotation }) {
  const { t } = useTranslation('workbench')
  const { percent } = useFormats()
  const { source, score, z, group } = record
  const facts = [
    [t('source'), t(`origin.${source.origin}`)],
    [t('model'), source.model && `${source.model} ${source.version ?? ''}`],
    [t('score'), score !== null && percent(score, 1)],
    [t('z'), z !== 0 && String(z)],
    [t('object-group'), group?.slice(0, 8)],
    [t('id'), record.id],
  ] as const
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('provenance')}</h2>
      <FactList facts={facts} />
    </section>
  )
}

const ACTIONS = [
  'suggestion.accept',
  'suggestion.reject',
  'edit.duplicate',
  'arrange.front',
  'arrange.back',
  'arrange.group',
  'view.hide',
  'view.lock',
  'zoom.selection',
  'edit.delete',
]

/** What the selected annotations are, all of it editable; of the task when nothing is selected. */
export default function Details() {
  const { t } = useTranslation('workbench')
  const reasonOf = useReason()
  const { editor } = useWorkbench().session
  const records = useValue(editor.selected)
  const verdict = useComputed(() => {
    const verdicts = editor.selected.value.map(({ id }) => editor.editable(id))
    return verdicts.find((one) => one !== true) ?? true
  }, [editor])
  const [only] = records
  if (!only) return <TaskPanel />
  const disabled = verdict !== true
  return (
    <div className={classes.scroller}>
      <div className={classes.tools}>
        {ACTIONS.map((id) => (
          <CommandButton key={id} id={id} size={26} />
        ))}
      </div>
      <section className={classes.section}>
        {records.length > 1 && (
          <p className={classes.many}>{t('count.selected', { count: records.length })}</p>
        )}
        {disabled && <p className={classes.faint}>{reasonOf(verdict)}</p>}
        <LabelField records={records} disabled={disabled} />
      </section>
      <Attributes records={records} disabled={disabled} />
      {records.length === 1 && (
        <>
          <Geometry record={only} disabled={disabled} />
          <Own />
          <Provenance record={only} />
        </>
      )}
    </div>
  )
}
