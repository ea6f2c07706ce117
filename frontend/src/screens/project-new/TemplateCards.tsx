import { useTranslation } from 'react-i18next'
import { useText } from '../../workbench/context'
import classes from './project-new.module.css'
import { TemplatePicture } from './TemplatePicture'
import type { Template } from './types'

interface Props {
  readonly templates: readonly Template[]
  readonly chosen: string
  readonly onChoose: (slug: string) => void
}

/** What to begin with, as pictures; the arrow keys move between them. */
export function TemplateCards({ templates, chosen, onChoose }: Props) {
  const { t } = useTranslation('project-new')
  const text = useText()
  return (
    <fieldset className={classes.cards}>
      <legend className={classes.legend}>{t('template')}</legend>
      {templates.map((template) => (
        <label
          key={template.slug}
          className={classes.card}
          data-chosen={chosen === template.slug || undefined}
        >
          <input
            type="radio"
            name="template"
            className={classes.radio}
            value={template.slug}
            checked={chosen === template.slug}
            onChange={() => onChoose(template.slug)}
          />
          <TemplatePicture name={template.picture} />
          <span className={classes.cardTitle}>{text(template.title)}</span>
          <span className={classes.cardText}>{text(template.summary)}</span>
        </label>
      ))}
    </fieldset>
  )
}
