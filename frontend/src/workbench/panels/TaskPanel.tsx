import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { newAnnotation } from '../../core/create'
import type { AttributeValue } from '../../core/patch'
import { defaultValues } from '../../core/schema'
import { useCommand, useReason, useWorkbench } from '../context'
import { useComputed, useValue } from '../use-value'
import { AttributeFields } from './AttributeFields'
import { withValue } from './attribute-values'
import { FactList } from './FactList'
import classes from './panels.module.css'

/** Questions about the whole task; the answers are one annotation of kind `answers`. */
function Questions() {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const { questions } = useValue(editor.schema)
  const canWrite = useValue(editor.canWrite)
  const answers = useComputed(
    () => [...editor.work.records.value.values()].find(({ kind }) => kind === 'answers'),
    [editor],
  )
  if (questions.length === 0) return null
  const values = answers?.attributes ?? defaultValues(questions)
  const answer = (key: string, value: AttributeValue) =>
    editor.edit(
      'editor:edit.attributes',
      (tx) => {
        const record = answers ?? newAnnotation('answers', {})
        tx.put({ ...record, attributes: withValue(questions, values, key, value) })
      },
      `answer:${key}`,
    )
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('questions')}</h2>
      <AttributeFields
        attributes={questions}
        all={[values]}
        disabled={canWrite !== true}
        onChange={answer}
      />
    </section>
  )
}

/** The statement that there is nothing to label. */
function Empty() {
  const { t } = useTranslation('workbench')
  const reasonOf = useReason()
  const state = useCommand('task.confirm-empty')
  if (!state) return null
  return (
    <section className={classes.section}>
      <Switch
        label={t('nothing-to-label')}
        description={state.enabled === true ? t('nothing-to-label-hint') : reasonOf(state.enabled)}
        checked={state.active}
        disabled={state.enabled !== true}
        onChange={state.run}
      />
    </section>
  )
}

function Facts() {
  const { t } = useTranslation('workbench')
  const { task, asset, schema, guidelines } = useWorkbench().session.bundle
  const facts = [
    [t('asset'), asset.name],
    [t('size'), asset.width && `${asset.width} × ${asset.height}`],
    [t('annotator'), task.annotator?.name],
    [t('reviewer'), task.reviewer?.name],
    [t('batch'), task.batch?.name],
    [t('schema-version'), String(schema.version)],
    [t('guidelines-version'), guidelines ? String(guidelines.version) : null],
  ] as const
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('task')}</h2>
      <FactList facts={facts} />
    </section>
  )
}

/** What there is to say about the task as a whole; shown while nothing is selected. */
export function TaskPanel() {
  const { t } = useTranslation('workbench')
  return (
    <div className={classes.scroller}>
      <p className={classes.tip}>{t('details-hint')}</p>
      <Questions />
      <Empty />
      <Facts />
    </div>
  )
}
