import { Button, Modal, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../api'
import type { Project } from '../../app/project'
import { ErrorState } from '../../ui/ErrorState'
import { useErrorText } from '../../ui/error-text'
import { notifyDone } from '../../ui/notify'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { ConfigForm } from './ConfigForm'
import { ModelFile } from './ModelFile'
import classes from './models.module.css'
import { type Config, MODELS, type Model, type ModelState, type Prelabeler, TOUCHED } from './types'
import { useLabels } from './use-labels'
import { useText } from './use-text'

interface AddModelProps {
  /** For one project, or without it for every project. */
  readonly project?: Pick<Project, 'id' | 'modality'>
  readonly onClose: () => void
}

/** Choose a way to propose labels, then set it up. */
export function AddModelDialog({ project, onClose }: AddModelProps) {
  const { t } = useTranslation('prelabel')
  const text = useText()
  const [chosen, choose] = useState<Prelabeler | null>(null)
  const ways = useGet<readonly Prelabeler[]>('/api/v1/prelabelers', {}, { staleTime: 3_600_000 })
  const offered = ways.data?.filter(
    (way) =>
      way.installation_only === (project === undefined) &&
      (!project || way.modalities.includes(project.modality)),
  )
  return (
    <Modal opened onClose={onClose} title={chosen ? text(chosen.title) : t('add')} size={560}>
      {ways.error && <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />}
      {ways.isPending && <ScreenLoading />}
      {!chosen && (
        <div className={classes.ways}>
          {offered?.map((way) => (
            <UnstyledButton key={way.slug} className={classes.way} onClick={() => choose(way)}>
              <strong>{text(way.title)}</strong>
              <span>{text(way.description)}</span>
            </UnstyledButton>
          ))}
          {project && <p className={classes.note}>{t('more-by-administrator')}</p>}
        </div>
      )}
      {chosen && (
        <SetUp way={chosen} project={project?.id} onBack={() => choose(null)} onClose={onClose} />
      )}
    </Modal>
  )
}

/** What is said of a model that cannot be used yet. */
const ADDED: Partial<Record<ModelState, string>> = {
  draft: 'added-draft',
  preparing: 'added-preparing',
}

/** The one file of most models that have files. */
const ALONE = 'file'

interface SetUpProps {
  readonly way: Prelabeler
  readonly project: string | undefined
  readonly onBack: () => void
  readonly onClose: () => void
}

function SetUp({ way, project, onBack, onClose }: SetUpProps) {
  const { t } = useTranslation('prelabel')
  const text = useText()
  const errorText = useErrorText()
  const labels = useLabels(project)
  const [name, setName] = useState(text(way.title))
  const [config, setConfig] = useState<Config>({})
  const [uploads, setUploads] = useState<Readonly<Record<string, string | null>>>({})
  const files: Prelabeler['parts'] = way.file ? [{ key: ALONE, ...way.file }] : way.parts
  const isHere = files.every(({ key }) => uploads[key])
  const add = useSend<Model>('post', project ? MODELS : '/api/v1/models', TOUCHED)
  const submit = () =>
    add.mutate(
      {
        ...(project ? { params: { path: { project } } } : {}),
        body: {
          prelabeler: way.slug,
          name,
          config,
          ...(way.parts.length > 0 ? { uploads } : { upload: uploads[ALONE] ?? null }),
        },
      },
      {
        onSuccess: (model) => {
          notifyDone(t(ADDED[model.state] ?? 'added', { name: model.name }))
          onClose()
        },
      },
    )
  return (
    <div className={classes.form}>
      <p className={classes.note}>{text(way.description)}</p>
      <TextInput
        label={t('name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      {files.map((file) => (
        <ModelFile
          key={file.key}
          wanted={file}
          onDone={(upload) => setUploads((known) => ({ ...known, [file.key]: upload }))}
        />
      ))}
      <ConfigForm fields={way.fields} value={config} onChange={setConfig} labels={labels} />
      {add.error && (
        <p role="alert" className={classes.error}>
          {errorText(add.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button loading={add.isPending} disabled={!name.trim() || !isHere} onClick={submit}>
          {t('add')}
        </Button>
      </div>
    </div>
  )
}
