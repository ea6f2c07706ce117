import { Button, Switch } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { ErrorState, Page, ScreenLoading, useFilters, useFormats } from '../../ui'
import { AttributeList } from './AttributeList'
import { replaceAt, without, withPanoptic, withRules, withTilt } from './draft'
import { LabelForm } from './LabelForm'
import { LabelList, QUESTIONS, RULES, useWholeTitle } from './LabelList'
import { Preview } from './Preview'
import { ProblemsProvider } from './problems'
import { ReviewDialog } from './ReviewDialog'
import { RulesForm } from './rules/RulesForm'
import { RulesTrial } from './rules/RulesTrial'
import classes from './schema.module.css'
import type { SchemaAnswer } from './types'
import { type Draft, useDraft } from './use-draft'
import { VersionsPanel } from './VersionsPanel'

/** Labels, attributes and questions of a project: edited on the left, tried on the right. */
export function SchemaPage() {
  const project = useProject()
  const { data, error, refetch } = useGet<SchemaAnswer>('/api/v1/projects/{project}/schema', {
    params: { path: { project: project.id } },
  })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return data ? <Editor answer={data} /> : <ScreenLoading />
}

function Editor({ answer }: { answer: SchemaAnswer }) {
  const { t } = useTranslation('schema')
  const project = useProject()
  const filters = useFilters()
  const formats = useFormats()
  const draft = useDraft(answer)
  const mayEdit = project.can.manage === true
  const first = draft.schema.labels.find(({ retired }) => !retired)?.key ?? QUESTIONS
  const wanted = filters.one('label') ?? first
  const hasRules = project.modality === 'audio' || draft.schema.transcription !== undefined
  const others = hasRules ? [QUESTIONS, RULES] : [QUESTIONS]
  const isThere = [...others, ...draft.schema.labels.map(({ key }) => key)].includes(wanted)
  const chosen = isThere ? wanted : first
  const choose = (key: string) => filters.set({ label: key })
  return (
    <ProblemsProvider value={draft.problems}>
      <Page
        title={t('title')}
        flush
        meta={t('version-of', {
          version: answer.version,
          date: formats.date(answer.created_at),
        })}
        actions={<Actions draft={draft} mayEdit={mayEdit} />}
      >
        <div className={classes.editor} data-readonly={mayEdit ? undefined : true}>
          <LabelList
            draft={draft}
            mayEdit={mayEdit}
            kinds={kindsForNew(draft, answer)}
            hasRules={hasRules}
            chosen={chosen}
            onChoose={choose}
          />
          <div className={classes.middle}>
            {/* A fieldset takes all fields out of use at once for those who may only look. */}
            <fieldset className={classes.bare} disabled={!mayEdit}>
              <Chosen draft={draft} mayEdit={mayEdit} chosen={chosen} onChoose={choose} />
            </fieldset>
          </div>
          <Tried draft={draft} chosen={chosen} onChoose={choose} />
        </div>
        {filters.one('versions') && <VersionsPanel current={answer.version} />}
      </Page>
    </ProblemsProvider>
  )
}

/** A new label is drawn as most of the others are. */
function kindsForNew(draft: Draft, answer: SchemaAnswer): readonly string[] {
  return draft.schema.labels.at(-1)?.kinds ?? answer.kinds.slice(0, 1)
}

interface TriedProps {
  readonly draft: Draft
  readonly chosen: string
  readonly onChoose: (key: string) => void
}

/** The right side: what is edited can be tried there. */
function Tried({ draft: { schema }, chosen, onChoose }: TriedProps) {
  const { modality } = useProject()
  return chosen === RULES ? (
    <RulesTrial json={schema.transcription ?? {}} />
  ) : (
    <Preview
      modality={modality}
      schema={schema}
      label={schema.labels.find(({ key }) => key === chosen)}
      onChoose={onChoose}
    />
  )
}

interface ChosenProps extends TriedProps {
  readonly mayEdit: boolean
}

/** What is said of the whole: its questions, and what holds for all objects of an image or a scene. */
function Whole({ draft: { schema, set } }: Pick<ChosenProps, 'draft'>) {
  const { t } = useTranslation('schema')
  const project = useProject()
  const title = useWholeTitle()
  return (
    <section className={classes.form} aria-label={title}>
      <h2 className={classes.formTitle}>{title}</h2>
      <p className={classes.quiet}>{t('questions-hint')}</p>
      <AttributeList
        title={t('questions')}
        empty={t('no-questions')}
        path="questions"
        attributes={schema.questions}
        onChange={(questions) => set({ ...schema, questions })}
      />
      {project.modality === 'image' && (
        <Switch
          mt="md"
          label={t('panoptic')}
          description={t('panoptic-hint')}
          checked={schema.image?.panoptic === true}
          onChange={(event) => set(withPanoptic(schema, event.currentTarget.checked))}
        />
      )}
      {project.modality === 'scene' && (
        <Switch
          mt="md"
          label={t('tilt')}
          description={t('tilt-hint')}
          checked={schema.scene?.tilt === true}
          onChange={(event) => set(withTilt(schema, event.currentTarget.checked))}
        />
      )}
    </section>
  )
}

function Chosen({ draft, mayEdit, chosen, onChoose }: ChosenProps) {
  const { schema, base, set } = draft
  if (chosen === QUESTIONS) return <Whole draft={draft} />
  if (chosen === RULES) {
    return (
      <RulesForm
        rules={schema.transcription ?? {}}
        disabled={!mayEdit}
        onChange={(rules) => set(withRules(schema, rules))}
      />
    )
  }
  const at = schema.labels.findIndex(({ key }) => key === chosen)
  const label = schema.labels[at]
  if (!label) return null
  return (
    <LabelForm
      // Another label starts with its attributes closed.
      key={at}
      label={label}
      path={`labels[${at}]`}
      kinds={base.kinds}
      otherColours={without(schema.labels, at).map(({ color }) => color)}
      published={base.content.labels.find(({ key }) => key === label.key)}
      onChange={(next) => {
        set({ ...schema, labels: replaceAt(schema.labels, at, next) })
        if (next.key !== label.key) onChoose(next.key)
      }}
      onRemove={() => {
        const rest = without(schema.labels, at)
        set({ ...schema, labels: rest })
        onChoose((rest[at] ?? rest[at - 1])?.key ?? QUESTIONS)
      }}
    />
  )
}

function Actions({ draft, mayEdit }: { draft: Draft; mayEdit: boolean }) {
  const { t } = useTranslation('schema')
  const filters = useFilters()
  const [reviewing, setReviewing] = useState(false)
  const { proposal, problems, isChanged, isChecking } = draft
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return (
    <>
      {isChanged && errors > 0 && (
        <span className={classes.errors} role="status">
          {t('errors', { count: errors })}
        </span>
      )}
      <Button
        variant="default"
        leftSection={<IconHistory size={14} />}
        onClick={() => filters.set({ versions: 'true' })}
      >
        {t('versions')}
      </Button>
      {mayEdit && (
        <>
          <Button variant="default" disabled={!isChanged} onClick={draft.reset}>
            {t('discard')}
          </Button>
          <Button
            disabled={!isChanged || isChecking || errors > 0 || !proposal}
            onClick={() => setReviewing(true)}
          >
            {t('review-changes')}
          </Button>
        </>
      )}
      {reviewing && proposal && isChanged && (
        <ReviewDialog
          base={draft.base}
          schema={draft.schema}
          proposal={proposal}
          onClose={() => setReviewing(false)}
        />
      )}
    </>
  )
}
