import { Button, Modal, NumberInput, SegmentedControl } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { notifyDone, useErrorText, useFormats } from '../../ui'
import { BatchFields, type BatchValues } from './BatchFields'
import classes from './batches.module.css'
import type { BatchRow } from './types'

interface CutDialogProps {
  /** These tasks; without them all that are in no batch. */
  readonly tasks?: readonly string[]
  /** Or all that match these filters of the task list. */
  readonly matching?: {
    readonly query: Readonly<Record<string, string>>
    readonly total: number
  }
  /** How many are in no batch. */
  readonly loose?: number
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** Makes one batch, or several of a size, and says beforehand how many. */
export function CutDialog({ tasks, matching, loose = 0, onClose, onDone }: CutDialogProps) {
  const { t } = useTranslation('batches')
  const errorText = useErrorText()
  const [values, setValues] = useState<BatchValues>({
    name: '',
    priority: 0,
    due: null,
    answers: null,
  })
  const [size, setSize] = useState<number | null>(null)
  const total = tasks?.length ?? matching?.total ?? loose
  const cut = useCut(() => {
    onDone?.()
    onClose()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { ...values, tasks: tasks ?? null, matching: Boolean(matching), size }
    cut.send(body, matching?.query)
  }
  const title = t(tasks || matching ? 'cut.title-chosen' : 'cut.title', { count: total })
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <form className={classes.form} onSubmit={submit}>
        <BatchFields values={values} onChange={setValues} error={cut.error} />
        <SizeField size={size} onChange={setSize} />
        <Preview total={total} size={size ?? total} />
        {cut.error && (
          <p role="alert" className={classes.error}>
            {errorText(cut.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            loading={cut.isPending}
            disabled={!values.name.trim() || total === 0}
          >
            {t('cut.action')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface Cut extends BatchValues {
  readonly tasks: readonly string[] | null
  readonly matching: boolean
  readonly size: number | null
}

function useCut(onDone: () => void) {
  const { t } = useTranslation('batches')
  const project = useProject()
  const cut = useSend<readonly BatchRow[]>('post', '/api/v1/projects/{project}/batches/cut', [
    '/api/v1/projects',
  ])
  const told = (made: readonly BatchRow[]) => {
    notifyDone(t('cut.done', { count: made.length }))
    onDone()
  }
  const send = (body: Cut, query: Readonly<Record<string, string>> = {}) =>
    cut.mutate({ params: { path: { project: project.id }, query }, body }, { onSuccess: told })
  return { send, error: cut.error, isPending: cut.isPending }
}

interface SizeFieldProps {
  readonly size: number | null
  readonly onChange: (size: number | null) => void
}

/** One batch of all (null), or several of a size. */
function SizeField({ size, onChange }: SizeFieldProps) {
  const { t } = useTranslation('batches')
  return (
    <>
      <SegmentedControl
        value={size === null ? 'one' : 'several'}
        onChange={(choice) => onChange(choice === 'several' ? 50 : null)}
        data={[
          { value: 'one', label: t('cut.one') },
          { value: 'several', label: t('cut.several') },
        ]}
      />
      {size !== null && (
        <NumberInput
          label={t('cut.size')}
          min={1}
          allowDecimal={false}
          value={size}
          onChange={(value) => onChange(Math.max(1, Number(value) || 1))}
        />
      )}
    </>
  )
}

/** "4 batches: 3 of 50 tasks and one of 12". */
function Preview({ total, size }: { total: number; size: number }) {
  const { t } = useTranslation('batches')
  const formats = useFormats()
  if (total === 0) return <p className={classes.quiet}>{t('cut.nothing')}</p>
  const [full, rest] = [Math.floor(total / size), total % size]
  const key = full === 0 || rest === 0 ? 'cut.preview' : 'cut.preview-rest'
  const values = {
    full: formats.number(Math.max(full, 1)),
    size: formats.number(full === 0 ? rest : size),
    rest: formats.number(rest),
  }
  return <p className={classes.quiet}>{t(key, { count: full + (rest > 0 ? 1 : 0), ...values })}</p>
}
