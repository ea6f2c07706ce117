import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attribute } from '../../core/schema'
import { defaultValues } from '../../core/schema'
import { useText } from '../../workbench/context'
import { AttributeFields } from '../../workbench/panels/AttributeFields'
import { type Values, withValue } from '../../workbench/panels/attribute-values'
import parts from '../../workbench/parts/parts.module.css'
import { PreviewPicture } from './PreviewPicture'
import classes from './schema.module.css'
import type { DraftAttribute, DraftLabel, DraftSchema } from './types'

interface Props {
  readonly schema: DraftSchema
  readonly modality: string
  readonly label: DraftLabel | undefined
  readonly onChoose: (key: string) => void
}

/** What an annotator gets: the same label row and the same fields as in the workbench, and they work. */
export function Preview({ schema, modality, label, onChoose }: Props) {
  const { t } = useTranslation('schema')
  const text = useText()
  const offered = schema.labels.filter(({ retired }) => !retired)
  return (
    <aside className={classes.preview} aria-label={t('preview')}>
      <h2 className={classes.previewTitle}>{t('preview')}</h2>
      <div className={classes.previewLabels}>
        {offered.map((each) => (
          <button
            key={each.key}
            type="button"
            className={parts.label}
            data-active={each.key === label?.key || undefined}
            onClick={() => onChoose(each.key)}
          >
            <span className={parts.swatch} style={{ background: each.color }} />
            {text(each.name)}
            {each.hotkey && <span className={parts.digit}>{each.hotkey.toUpperCase()}</span>}
          </button>
        ))}
      </div>
      <PreviewPicture labels={offered} chosen={label} modality={modality} />
      {label && label.attributes.length > 0 && (
        <Fields title={text(label.name)} attributes={label.attributes} />
      )}
      {schema.questions.length > 0 && (
        <Fields title={t('questions')} attributes={schema.questions} />
      )}
    </aside>
  )
}

interface FieldsProps {
  readonly title: string
  readonly attributes: readonly DraftAttribute[]
}

function Fields({ title, attributes }: FieldsProps) {
  const offered = attributes
    .filter(({ retired }) => !retired)
    .map((each): Attribute => ({ ...each, options: each.options.filter((o) => !o.retired) }))
  const [values, setValues] = useState<Values>({})
  const shape = JSON.stringify(offered.map(({ key, type, default: start }) => [key, type, start]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: other attributes start anew, other names do not
  useEffect(() => setValues(defaultValues(offered)), [shape])
  return (
    <section className={classes.previewFields}>
      <h3 className={classes.subtitle}>{title}</h3>
      <AttributeFields
        attributes={offered}
        all={[values]}
        disabled={false}
        onChange={(key, value) => setValues((before) => withValue(offered, before, key, value))}
      />
    </section>
  )
}
