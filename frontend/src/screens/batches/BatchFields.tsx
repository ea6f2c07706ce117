import { NumberInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFieldErrors } from '../../ui'
import { DateField } from '../../ui/DateField'
import classes from './batches.module.css'

export interface BatchValues {
  readonly name: string
  readonly priority: number
  readonly due: string | null
  /** People who answer each task; null: as the project says. */
  readonly answers: number | null
}

interface BatchFieldsProps {
  readonly values: BatchValues
  readonly onChange: (values: BatchValues) => void
  readonly error: unknown
}

/** Name, priority and day of a batch. */
export function BatchFields({ values, onChange, error }: BatchFieldsProps) {
  const { t } = useTranslation('batches')
  const field = useFieldErrors(error)
  return (
    <>
      <TextInput
        label={t('field.name')}
        value={values.name}
        maxLength={200}
        data-autofocus
        onChange={(event) => onChange({ ...values, name: event.currentTarget.value })}
        {...field('name')}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('field.priority')}
          description={t('field.priority-hint')}
          min={-100}
          max={100}
          allowDecimal={false}
          value={values.priority}
          onChange={(value) => onChange({ ...values, priority: Number(value) || 0 })}
        />
        <DateField
          label={t('field.due')}
          description={t('field.due-hint')}
          value={values.due ?? ''}
          onChange={(due) => onChange({ ...values, due: due || null })}
          {...field('due')}
        />
      </div>
      <NumberInput
        label={t('field.answers')}
        description={t('field.answers-hint')}
        placeholder={t('field.answers-usual')}
        min={1}
        max={10}
        allowDecimal={false}
        value={values.answers ?? ''}
        onChange={(value) => onChange({ ...values, answers: Number(value) || null })}
        {...field('answers')}
      />
    </>
  )
}
