import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useErrorText } from '../../ui'
import { BatchFields, type BatchValues } from './BatchFields'
import classes from './batches.module.css'
import type { BatchRow } from './types'

interface EditDialogProps {
  readonly batch: BatchRow
  readonly onClose: () => void
}

export function EditDialog({ batch, onClose }: EditDialogProps) {
  const { t } = useTranslation('batches')
  const errorText = useErrorText()
  const [values, setValues] = useState<BatchValues>(batch)
  const save = useSend<BatchRow>('patch', '/api/v1/batches/{batch}', ['/api/v1/projects'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, priority, due, answers } = values
    save.mutate(
      { params: { path: { batch: batch.id } }, body: { name, priority, due, answers } },
      { onSuccess: onClose },
    )
  }
  return (
    <Modal opened onClose={onClose} title={t('edit.title', { name: batch.name })} size={480}>
      <form className={classes.form} onSubmit={submit}>
        <BatchFields values={values} onChange={setValues} error={save.error} />
        {save.error && (
          <p role="alert" className={classes.error}>
            {errorText(save.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!values.name.trim()}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
