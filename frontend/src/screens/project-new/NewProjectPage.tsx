import { Button, Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../api'
import { LANGUAGE_NAMES, LANGUAGES } from '../../app/i18n'
import type { Project, Reference } from '../../app/project'
import { ErrorState, Page, ScreenLoading, useErrorText, useFieldErrors } from '../../ui'
import { DateField } from '../../ui/DateField'
import { BeginsWith } from './BeginsWith'
import classes from './project-new.module.css'
import { TemplateCards } from './TemplateCards'
import type { Draft, Template } from './types'

/** A project in a minute: a template, a name, for whom and until when. */
export function NewProjectPage() {
  const { t } = useTranslation('project-new')
  const templates = useGet<readonly Template[]>('/api/v1/project-templates')
  if (templates.error && !templates.data) {
    return <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
  }
  if (!templates.data) return <ScreenLoading />
  return (
    <Page title={t('title')} crumbs={[{ label: t('projects'), to: '/projects' }]}>
      <Form templates={templates.data} />
    </Page>
  )
}

function useDraft(first: string) {
  const { i18n } = useTranslation()
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  return useState<Draft>({
    template: first,
    name: '',
    client: null,
    languages: [language],
    deadline: '',
    description: '',
  })
}

function Form({ templates }: { templates: readonly Template[] }) {
  const { t } = useTranslation('project-new')
  const navigate = useNavigate()
  const [draft, setDraft] = useDraft(templates[0]?.slug ?? '')
  const create = useSend<Project>('post', '/api/v1/projects', [
    '/api/v1/projects',
    '/api/v1/session',
  ])
  const chosen = templates.find(({ slug }) => slug === draft.template)
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { ...draft, deadline: draft.deadline || null }
    create.mutate(
      { body },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/projects/$projectId/data', params: { projectId: id } }),
      },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TemplateCards
        templates={templates}
        chosen={draft.template}
        onChoose={(template) => change({ template })}
      />
      <div className={classes.columns}>
        <div className={classes.fields}>
          <Fields draft={draft} onChange={change} error={create.error} />
          <Failure error={create.error} />
          <Group gap={8}>
            <Button type="submit" loading={create.isPending} disabled={!draft.name.trim()}>
              {t('create')}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              onClick={() => void navigate({ to: '/projects' })}
            >
              {t('cancel')}
            </Button>
          </Group>
        </div>
        {chosen && <BeginsWith template={chosen} />}
      </div>
    </form>
  )
}

interface FieldsProps {
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
  readonly error: unknown
}

function Fields({ draft, onChange, error }: FieldsProps) {
  const { t } = useTranslation('project-new')
  const field = useFieldErrors(error)
  return (
    <>
      <TextInput
        label={t('name')}
        placeholder={t('name-example')}
        value={draft.name}
        maxLength={200}
        required
        data-autofocus
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        {...field('name')}
      />
      <ClientAndDeadline draft={draft} onChange={onChange} error={error} />
      <Languages
        value={draft.languages}
        onChange={(languages) => languages.length > 0 && onChange({ languages })}
      />
      <Textarea
        label={t('description')}
        description={t('description-hint')}
        autosize
        minRows={2}
        maxRows={8}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        {...field('description')}
      />
    </>
  )
}

/** For whom, and until when. */
function ClientAndDeadline({ draft, onChange, error }: FieldsProps) {
  const { t } = useTranslation('project-new')
  const field = useFieldErrors(error)
  const clients = useGet<readonly Reference[]>('/api/v1/project-clients')
  return (
    <div className={classes.pair}>
      <Select
        label={t('client')}
        placeholder={t('no-client')}
        data={(clients.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.client}
        searchable
        clearable
        onChange={(client) => onChange({ client })}
        {...field('client')}
      />
      <DateField
        label={t('deadline')}
        value={draft.deadline}
        onChange={(deadline) => onChange({ deadline })}
        {...field('deadline')}
      />
    </div>
  )
}

interface LanguagesProps {
  readonly value: readonly string[]
  readonly onChange: (languages: string[]) => void
}

function Languages({ value, onChange }: LanguagesProps) {
  const { t } = useTranslation('project-new')
  return (
    <Checkbox.Group
      label={t('languages')}
      description={t('languages-hint')}
      value={[...value]}
      onChange={onChange}
    >
      <Group gap={16} mt={4}>
        {LANGUAGES.map((language) => (
          <Checkbox key={language} value={language} label={LANGUAGE_NAMES[language]} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

/** What no field explains. */
function Failure({ error }: { error: unknown }) {
  const text = useErrorText()
  return error ? (
    <p role="alert" className={classes.failure}>
      {text(error)}
    </p>
  ) : null
}
