import { InputWrapper, NumberInput, SegmentedControl, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Panel, useFieldErrors } from '../../ui'
import type { PanelProps } from './GeneralPanel'
import { COMBINE, type Combine, MOST_ANSWERS, REVIEW, type Review } from './settings'
import classes from './settings.module.css'

/** How many people answer each task without seeing one another, and what is made of their answers. */
function Several({ settings, onChange, error }: PanelProps) {
  const { t } = useTranslation('project-settings')
  const field = useFieldErrors(error)
  return (
    <>
      <div className={classes.pair}>
        <NumberInput
          label={t('answers')}
          description={t(settings.answers > 1 ? 'answers-hint' : 'answers-one')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={MOST_ANSWERS}
          allowDecimal={false}
          value={settings.answers}
          onChange={(answers) => typeof answers === 'number' && onChange({ answers })}
          {...field('workflow.answers')}
        />
        {settings.answers > 1 && (
          <InputWrapper
            label={t('combine')}
            description={t('combine-hint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          >
            <div>
              <SegmentedControl
                aria-label={t('combine')}
                data={COMBINE.map((value) => ({ value, label: t(`combines.${value}`) }))}
                value={settings.combine}
                onChange={(combine) => onChange({ combine: combine as Combine })}
              />
            </div>
          </InputWrapper>
        )}
      </div>
      {settings.answers > 1 && (
        <Switch
          label={t('deliver-answers')}
          description={t('deliver-answers-hint')}
          checked={settings.deliverAnswers}
          onChange={(event) => onChange({ deliverAnswers: event.currentTarget.checked })}
        />
      )}
    </>
  )
}

/** How much is reviewed, and how long a task is kept for whoever has it open. */
export function WorkflowPanel({ settings, onChange, error }: PanelProps) {
  const { t } = useTranslation('project-settings')
  const field = useFieldErrors(error)
  return (
    <Panel title={t('workflow')}>
      <div className={classes.form}>
        <InputWrapper
          label={t('review')}
          description={t(`review-hint.${settings.review}`)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...field('workflow.review')}
        >
          <div>
            <SegmentedControl
              aria-label={t('review')}
              data={REVIEW.map((value) => ({ value, label: t(`reviews.${value}`) }))}
              value={settings.review}
              onChange={(review) => onChange({ review: review as Review })}
            />
          </div>
        </InputWrapper>
        <div className={classes.pair}>
          {settings.review === 'sample' && (
            <NumberInput
              label={t('share')}
              suffix=" %"
              min={1}
              max={100}
              value={settings.share}
              onChange={(share) => typeof share === 'number' && onChange({ share })}
              {...field('workflow.review_share')}
            />
          )}
          <NumberInput
            label={t('lease')}
            description={t('lease-hint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            suffix={` ${t('minutes')}`}
            min={5}
            max={240}
            value={settings.lease}
            onChange={(lease) => typeof lease === 'number' && onChange({ lease })}
            {...field('workflow.lease_minutes')}
          />
        </div>
        <Several settings={settings} onChange={onChange} error={error} />
      </div>
    </Panel>
  )
}
