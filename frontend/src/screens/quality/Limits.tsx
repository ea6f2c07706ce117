import { NumberInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { useFormats } from '../../ui'
import classes from './quality.module.css'
import { type Check, languageOf, type Preview } from './types'

const PATH = '/api/v1/projects/{project}/checks/{check}/preview'
const PAUSE = 400

type Params = Readonly<Record<string, number>>

interface LimitsProps {
  readonly check: Check
  readonly params: Params
  readonly disabled: boolean
  readonly onChange: (params: Params) => void
}

/** The thresholds of a check. While somebody types it shows what the check would find; leaving the field keeps it. */
export function Limits({ check, params, disabled, onChange }: LimitsProps) {
  const { i18n } = useTranslation('quality')
  const language = languageOf(i18n.language)
  const [draft, setDraft] = useState<Params | null>(null)
  const valueIn = (limit: Check['limits'][number]) => params[limit.key] ?? limit.default
  return (
    <div className={classes.limits}>
      {check.limits.map((limit: Check['limits'][number]) => (
        <NumberInput
          key={limit.key}
          size="xs"
          className={classes.limit}
          label={limit.title[language]}
          suffix={limit.unit ? ` ${limit.unit}` : ''}
          min={limit.minimum}
          max={limit.maximum}
          step={limit.maximum <= 1 ? 0.01 : 1}
          disabled={disabled}
          defaultValue={valueIn(limit)}
          onChange={(value) => {
            if (typeof value === 'number' && value >= limit.minimum && value <= limit.maximum) {
              setDraft({ ...params, [limit.key]: value })
            }
          }}
          onBlur={(event) => {
            const value = Number.parseFloat(event.currentTarget.value)
            setDraft(null)
            if (Number.isFinite(value) && value !== params[limit.key]) {
              onChange({ ...params, [limit.key]: value })
            }
          }}
        />
      ))}
      {draft && <WouldFind check={check} params={draft} />}
    </div>
  )
}

/** How many tasks would have findings with these thresholds, and the first of them. */
function WouldFind({ check, params }: { check: Check; params: Params }) {
  const { t } = useTranslation('quality')
  const project = useProject()
  const formats = useFormats()
  const { mutate, data, isPending } = useSend<Preview>('post', PATH)
  useEffect(() => {
    const timer = window.setTimeout(
      () =>
        mutate({ params: { path: { project: project.id, check: check.slug } }, body: { params } }),
      PAUSE,
    )
    return () => window.clearTimeout(timer)
  }, [mutate, project.id, check.slug, params])
  return (
    <output className={classes.wouldFind} data-waiting={isPending || undefined}>
      {data
        ? t('preview.text', {
            count: data.affected,
            looked: formats.number(data.looked),
            share: formats.percent(data.looked ? data.affected / data.looked : 0, 1),
          })
        : t('preview.waiting')}
      {data?.examples.slice(0, 5).map((task) => (
        <Link key={task.id} to={`/tasks/${task.id}`} title={task.name}>
          {t('task-number', { number: task.number })}
        </Link>
      ))}
    </output>
  )
}
