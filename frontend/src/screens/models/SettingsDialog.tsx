import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../api'
import { ErrorState } from '../../ui/ErrorState'
import { useErrorText } from '../../ui/error-text'
import { notifyDone } from '../../ui/notify'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { ConfigForm } from './ConfigForm'
import classes from './models.module.css'
import { type Config, type Model, type Prelabeler, TOUCHED } from './types'
import { useLabels } from './use-labels'

interface SettingsProps {
  readonly model: Model
  readonly onClose: () => void
}

/** Change the settings of a model; its file or server is tried again. */
export function SettingsDialog({ model, onClose }: SettingsProps) {
  const { t } = useTranslation('prelabel')
  const ways = useGet<readonly Prelabeler[]>('/api/v1/prelabelers', {}, { staleTime: 3_600_000 })
  const way = ways.data?.find(({ slug }) => slug === model.prelabeler)
  return (
    <Modal opened onClose={onClose} title={t('settings-of', { name: model.name })} size={560}>
      {ways.error && <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />}
      {ways.isPending && <ScreenLoading />}
      {way && <Settings model={model} way={way} onClose={onClose} />}
    </Modal>
  )
}

function Settings({ model, way, onClose }: SettingsProps & { readonly way: Prelabeler }) {
  const { t } = useTranslation('prelabel')
  const errorText = useErrorText()
  const labels = useLabels(model.project ?? undefined)
  const [name, setName] = useState(model.name)
  const [config, setConfig] = useState<Config>(model.config)
  const change = useSend<Model>('patch', '/api/v1/models/{model}', TOUCHED)
  const submit = () =>
    change.mutate(
      { params: { path: { model: model.id } }, body: { name, config } },
      {
        onSuccess: (changed) => {
          notifyDone(t('saved', { name: changed.name }))
          onClose()
        },
      },
    )
  return (
    <div className={classes.form}>
      <TextInput
        label={t('name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <ConfigForm
        fields={way.fields}
        value={config}
        onChange={setConfig}
        labels={labels}
        secrets={model.secrets}
      />
      {change.error && (
        <p role="alert" className={classes.error}>
          {errorText(change.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('back')}
        </Button>
        <Button loading={change.isPending} disabled={!name.trim()} onClick={submit}>
          {t('save')}
        </Button>
      </div>
    </div>
  )
}
