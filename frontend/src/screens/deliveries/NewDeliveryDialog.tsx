import { Button, Modal, Switch, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { useErrorText } from '../../ui/error-text'
import { BatchChoice, isEmpty, useApproved } from './BatchChoice'
import classes from './deliveries.module.css'
import { chosenOf, FormatChoice, type FormatOptions } from './FormatChoice'
import type { Delivery } from './types'

interface NewDeliveryDialogProps {
  readonly projectId: string
  readonly onClose: () => void
}

/** Choose an approved batch, formats, and whether the images go along. */
export function NewDeliveryDialog({ projectId, onClose }: NewDeliveryDialogProps) {
  const { t } = useTranslation('deliveries')
  const navigate = useNavigate()
  const path = { project: projectId }
  const approved = useApproved(projectId)
  const [chosen, setChosen] = useState<string | null>(null)
  // There is nothing to choose where there is one.
  const batch = chosen ?? (approved.length === 1 ? (approved[0]?.id ?? null) : null)
  const nothing = approved.some((each) => each.id === batch && isEmpty(each))
  const { modality } = useProject()
  const [formats, setFormats] = useState<string[]>(modality === 'image' ? ['coco'] : [])
  const [options, setOptions] = useState<FormatOptions>({})
  const [withMedia, setWithMedia] = useState(true)
  const [note, setNote] = useState('')
  const create = useSend<Delivery>('post', '/api/v1/projects/{project}/deliveries', [
    '/api/v1/projects',
    '/api/v1/deliveries',
    '/api/v1/jobs',
  ])
  const submit = () =>
    create.mutate(
      {
        params: { path },
        body: {
          batch,
          formats,
          format_options: chosenOf(options, formats),
          with_media: withMedia,
          note,
        },
      },
      {
        onSuccess: (made) => void navigate({ to: `/projects/${projectId}/deliveries/${made.id}` }),
      },
    )
  return (
    <Modal opened onClose={onClose} title={t('new.title')} size={560}>
      <div className={classes.form}>
        <BatchChoice approved={approved} value={batch} onChange={setChosen} />
        <FormatChoice
          batch={nothing ? null : batch}
          value={formats}
          onChange={setFormats}
          options={options}
          onOptions={setOptions}
        />
        <Switch
          label={t('new.with-media')}
          checked={withMedia}
          onChange={(event) => setWithMedia(event.currentTarget.checked)}
        />
        <Note value={note} onChange={setNote} />
        <Foot
          error={create.error}
          busy={create.isPending}
          disabled={!batch || nothing || formats.length === 0}
          onSubmit={submit}
          onClose={onClose}
        />
      </div>
    </Modal>
  )
}

/** What the client reads with it. */
function Note({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('deliveries')
  return (
    <Textarea
      label={t('new.note')}
      autosize
      minRows={2}
      maxRows={6}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface FootProps {
  readonly error: unknown
  readonly busy: boolean
  readonly disabled: boolean
  readonly onSubmit: () => void
  readonly onClose: () => void
}

function Foot({ error, busy, disabled, onSubmit, onClose }: FootProps) {
  const { t } = useTranslation('deliveries')
  const errorText = useErrorText()
  return (
    <>
      {error !== null && (
        <p role="alert" className={classes.error}>
          {errorText(error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={busy} disabled={disabled} onClick={onSubmit}>
          {t('new.create')}
        </Button>
      </div>
    </>
  )
}
