import { Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { mayCreateProject, useSession } from '../../api/session'
import { LANGUAGE_NAMES, LANGUAGES } from '../../app/i18n'
import type { Project, Reference } from '../../app/project'
import { Panel, useFieldErrors } from '../../ui'
import { DateField } from '../../ui/DateField'
import type { Settings } from './settings'
import classes from './settings.module.css'

export interface PanelProps {
  readonly settings: Settings
  readonly onChange: (change: Partial<Settings>) => void
  readonly error: unknown
}

export function GeneralPanel({
  project,
  settings,
  onChange,
  error,
}: PanelProps & { project: Project }) {
  const { t } = useTranslation('project-settings')
  const field = useFieldErrors(error)
  return (
    <Panel title={t('general')}>
      <div className={classes.form}>
        <TextInput
          label={t('name')}
          value={settings.name}
          maxLength={200}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          {...field('name')}
        />
        <Textarea
          label={t('description')}
          description={t('description-hint')}
          autosize
          minRows={2}
          maxRows={10}
          value={settings.description}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
          {...field('description')}
        />
        <div className={classes.pair}>
          <ClientSelect
            project={project}
            value={settings.client}
            onChange={(client) => onChange({ client })}
            error={field('client')}
          />
          <DateField
            label={t('deadline')}
            value={settings.deadline}
            onChange={(deadline) => onChange({ deadline })}
            {...field('deadline')}
          />
        </div>
        <Languages settings={settings} onChange={onChange} error={error} />
      </div>
    </Panel>
  )
}

function Languages({ settings, onChange, error }: PanelProps) {
  const { t } = useTranslation('project-settings')
  const field = useFieldErrors(error)
  return (
    <Checkbox.Group
      label={t('languages')}
      description={t('languages-hint')}
      value={[...settings.languages]}
      onChange={(languages) => languages.length > 0 && onChange({ languages })}
      {...field('languages')}
    >
      <Group gap={16} mt={4}>
        {LANGUAGES.map((one) => (
          <Checkbox key={one} value={one} label={LANGUAGE_NAMES[one]} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

interface ClientSelectProps {
  readonly project: Project
  readonly value: string
  readonly onChange: (client: string) => void
  readonly error: { readonly error?: string }
}

/** The clients that the person may choose; whoever may not sees the one there is. */
function ClientSelect({ project, value, onChange, error }: ClientSelectProps) {
  const { t } = useTranslation('project-settings')
  const mayChoose = mayCreateProject(useSession())
  const { data } = useGet<readonly Reference[]>('/api/v1/project-clients', undefined, {
    enabled: mayChoose,
  })
  const known = data ?? (project.client ? [project.client] : [])
  return (
    <Select
      label={t('client')}
      data={[
        { value: '', label: t('no-client') },
        ...known.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
      disabled={!mayChoose}
      {...error}
    />
  )
}
