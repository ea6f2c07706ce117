import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import { useFormats } from '../../ui/format'
import { useWorkbench } from '../context'
import { ExactNumber } from '../parts/ExactNumber'
import { numbersOf, verticesOf, withVertex } from './geometry-fields'
import classes from './panels.module.css'

const MOST_VERTICES = 40
/** Pixels to the hundredth, in the narrow fields of this panel. */
const PIXELS = { digits: 2, classNames: { input: classes.exact ?? '' } }

function Vertices({ record, onChange, disabled }: Props) {
  const { t } = useTranslation('workbench')
  const vertices = verticesOf(record.data)
  const [all, setAll] = useState(false)
  if (vertices.length === 0) return null
  const shown = all ? vertices : vertices.slice(0, MOST_VERTICES)
  return (
    <details className={classes.vertices}>
      <summary>{t('vertices', { count: vertices.length })}</summary>
      {shown.map(([x, y], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a vertex is its place
        <div key={i} className={classes.vertex}>
          <span className={classes.number}>{i + 1}</span>
          <ExactNumber
            {...PIXELS}
            aria-label={`x ${i + 1}`}
            value={x}
            disabled={disabled}
            onChange={(next) => onChange(withVertex(record.data, i, [next, y]))}
          />
          <ExactNumber
            {...PIXELS}
            aria-label={`y ${i + 1}`}
            value={y}
            disabled={disabled}
            onChange={(next) => onChange(withVertex(record.data, i, [x, next]))}
          />
        </div>
      ))}
      {shown.length < vertices.length && (
        <button type="button" className={classes.link} onClick={() => setAll(true)}>
          {t('show-all')}
        </button>
      )}
    </details>
  )
}

interface Props {
  readonly record: Annotation
  readonly disabled: boolean
  readonly onChange: (data: unknown) => void
}

/** Exact position and size, to read and to type. What is not valid data is not taken. */
export function Geometry({ record, disabled }: Omit<Props, 'onChange'>) {
  const { t } = useTranslation('workbench')
  const { number } = useFormats()
  const { editor } = useWorkbench().session
  const kind = editor.kindOf(record)
  const change = (data: unknown) => {
    if (kind && kind.validate(data).length === 0) {
      editor.edit('editor:edit.move', (tx) => tx.update(record.id, (one) => withData(one, data)))
    }
  }
  if (!kind?.spatial) return null
  const area = kind.area(record.data)
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('geometry')}</h2>
      <div className={classes.numbers}>
        {numbersOf(record.data).map(({ name, value, set }) => (
          <div key={name} className={classes.exactField}>
            <span className={classes.exactName}>{t(`field.${name}`)}</span>
            <ExactNumber
              {...PIXELS}
              aria-label={t(`field.${name}`)}
              value={value}
              disabled={disabled}
              onChange={(next) => change(set(next))}
            />
          </div>
        ))}
      </div>
      <Vertices record={record} disabled={disabled} onChange={change} />
      {area > 0 && <p className={classes.faint}>{t('area', { area: number(area) })}</p>}
    </section>
  )
}
