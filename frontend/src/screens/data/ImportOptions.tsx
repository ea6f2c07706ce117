import { Autocomplete, Checkbox, Select, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { type Reference, useProject } from '../../app/project'
import { useText } from '../../workbench/context'
import classes from './data.module.css'
import type { Facets, LabelFormat } from './types'

export interface Wish {
  readonly dataset: string
  readonly format: string
  readonly format_options: Readonly<Record<string, string>>
  readonly add_missing_labels: boolean
  readonly tasks: boolean
  readonly batch: string
}

interface Props {
  readonly wish: Wish
  readonly onChange: (wish: Wish) => void
}

/** Where the data goes, which labels come with it, and which tasks are made of it. */
export function ImportOptions({ wish, onChange }: Props) {
  const { t } = useTranslation('data')
  const project = useProject()
  const path = { path: { project: project.id } }
  const facets = useGet<Facets>('/api/v1/projects/{project}/assets/facets', { params: path })
  const batches = useList<Reference & { state: string }>('/api/v1/projects/{project}/batches', {
    params: path,
  })
  const open = batches.rows.filter(({ state }) => state === 'open').map(({ name }) => name)
  const change = (changes: Partial<Wish>) => onChange({ ...wish, ...changes })
  return (
    <div className={classes.options}>
      <Autocomplete
        label={t('options.dataset')}
        placeholder={project.modality === 'image' ? 'Images' : 'Data'}
        data={facets.data?.datasets.map(({ name }) => name) ?? []}
        value={wish.dataset}
        maxLength={200}
        onChange={(dataset) => change({ dataset })}
      />
      <FormatField wish={wish} change={change} />
      <div className={classes.tasks}>
        <Switch
          label={t('options.tasks', { context: project.modality })}
          description={project.judged_first && !wish.tasks && t('options.tasks-later')}
          checked={wish.tasks}
          onChange={(event) => change({ tasks: event.currentTarget.checked })}
        />
        {wish.tasks && (
          <Autocomplete
            label={t('options.batch')}
            placeholder={t('options.batch-none')}
            description={t('options.batch-hint')}
            data={open}
            value={wish.batch}
            maxLength={200}
            onChange={(batch) => change({ batch })}
          />
        )}
      </div>
    </div>
  )
}

interface FormatProps {
  readonly wish: Wish
  readonly change: (changes: Partial<Wish>) => void
}

function FormatField({ wish, change }: FormatProps) {
  const { t } = useTranslation('data')
  const text = useText()
  const { modality } = useProject()
  const formats = useGet<readonly LabelFormat[]>('/api/v1/label-formats')
  const fitting = formats.data?.filter(({ modalities }) => modalities.includes(modality)) ?? []
  const chosen = fitting.find(({ slug }) => slug === wish.format)
  return (
    <div className={classes.tasks}>
      <Select
        label={t('options.format')}
        allowDeselect={false}
        data={[
          { value: 'auto', label: t('options.format-auto') },
          { value: '', label: t('options.format-none') },
          ...fitting.map(({ slug, title }) => ({ value: slug, label: text(title) })),
        ]}
        value={wish.format}
        onChange={(format) => change({ format: format ?? '', format_options: {} })}
      />
      {chosen?.options.map((option) => (
        <Select
          key={option.key}
          label={text(option.title)}
          allowDeselect={false}
          data={option.choices.map(({ value, title }) => ({ value, label: text(title) }))}
          value={wish.format_options[option.key] ?? option.choices[0]?.value ?? null}
          onChange={(value) =>
            value && change({ format_options: { ...wish.format_options, [option.key]: value } })
          }
        />
      ))}
      {wish.format !== '' && (
        <Checkbox
          label={t('options.add-labels')}
          description={t('options.add-labels-hint')}
          checked={wish.add_missing_labels}
          onChange={(event) => change({ add_missing_labels: event.currentTarget.checked })}
        />
      )}
    </div>
  )
}
