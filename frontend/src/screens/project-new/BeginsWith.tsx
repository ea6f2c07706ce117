import { useTranslation } from 'react-i18next'
import { Kbd, Panel } from '../../ui'
import { useText } from '../../workbench/context'
import classes from './project-new.module.css'
import type { Template } from './types'

/** The labels and questions that the chosen template brings; all of it can be changed afterwards. */
export function BeginsWith({ template }: { template: Template }) {
  const { t } = useTranslation('project-new')
  const text = useText()
  const { labels, questions } = template.content
  return (
    <Panel title={t('begins-with')}>
      <ul className={classes.labels}>
        {labels.map((label) => (
          <li key={label.key} className={classes.label}>
            <span className={classes.swatch} style={{ background: label.color }} />
            <span className={classes.labelName}>{text(label.name)}</span>
            {label.attributes.length > 0 && (
              <span className={classes.quiet}>
                {label.attributes.map(({ name }) => text(name)).join(' · ')}
              </span>
            )}
            {label.hotkey && <Kbd keys={label.hotkey} />}
          </li>
        ))}
      </ul>
      {questions.length > 0 && (
        <>
          <h3 className={classes.subtitle}>{t('questions')}</h3>
          <ul className={classes.labels}>
            {questions.map((question) => (
              <li key={question.key} className={classes.label}>
                <span className={classes.labelName}>{text(question.name)}</span>
                <span className={classes.quiet}>
                  {question.options.map(({ name }) => text(name)).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes.note}>{t('changeable')}</p>
    </Panel>
  )
}
