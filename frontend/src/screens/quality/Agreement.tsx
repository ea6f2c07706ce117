import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState, ErrorState, Panel, ScreenLoading, Stat, Stats, useFormats } from '../../ui'
import { DrawnBySeveral } from './PeopleFigures'
import classes from './quality.module.css'
import { type Agreement as AgreementOf, languageOf } from './types'

/** How far the people agree who answered the same tasks without seeing one another. */
export function Agreement() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const found = useGet<AgreementOf>('/api/v1/projects/{project}/agreement', {
    params: { path: { project: project.id } },
  })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <ScreenLoading />
  if (found.data.items === 0) {
    return <EmptyState title={t('agreement.none')} text={t('agreement.none-text')} />
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it must scroll by keys
    <div className={classes.scroll} tabIndex={0}>
      <div className={classes.summary}>
        <Numbers found={found.data} />
        <DrawnBySeveral found={found.data} />
        {found.data.ratings.length > 0 && (
          <>
            <Panel title={t('agreement.ratings')}>
              <Ratings rows={found.data.ratings} />
            </Panel>
            <Bias found={found.data} />
          </>
        )}
      </div>
    </div>
  )
}

function Numbers({ found }: { found: AgreementOf }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { words, people, items } = found
  return (
    <Stats>
      <Stat
        label={t('agreement.items')}
        value={formats.number(items)}
        note={t('agreement.items-note')}
      />
      <Stat label={t('agreement.people')} value={formats.number(people.length)} />
      {words && (
        <Stat
          label={t('agreement.words')}
          value={words.rate === null ? '–' : formats.percent(words.rate, 1)}
          note={t('summary.of', {
            part: formats.number(words.wrong),
            whole: formats.number(words.of),
          })}
        />
      )}
    </Stats>
  )
}

type Row = AgreementOf['ratings'][number]

function useRatingName() {
  const language = languageOf(useTranslation('quality').i18n.language)
  return ({ name, key }: Row) => name?.[language] ?? key
}

function useFigure() {
  const { number } = useFormats()
  return (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : number(value, 2)
}

const FIGURES = ['kappa', 'alpha', 'icc', 'icc_mean'] as const

function Ratings({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const nameOf = useRatingName()
  const figure = useFigure()
  return (
    <table className={classes.ratings}>
      <thead>
        <tr>
          <th>{t('changes.rating')}</th>
          <th>{t('agreement.things')}</th>
          <th>{t('changes.same')}</th>
          {FIGURES.map((one) => (
            <th key={one} title={t(`agreement.${one}-help`)}>
              {t(`agreement.${one}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>{nameOf(row)}</td>
            <td>{formats.number(row.things)}</td>
            <td>{formats.percent(row.same)}</td>
            {FIGURES.map((one) => (
              <td key={one}>{figure(row[one])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How much higher than the others each person rates. */
function Bias({ found }: { found: AgreementOf }) {
  const { t } = useTranslation('quality')
  const nameOf = useRatingName()
  const figure = useFigure()
  const rows = found.ratings.filter(({ bias }) => Object.keys(bias).length > 0)
  if (rows.length === 0) return null
  const signed = (value: number | undefined) =>
    value !== undefined && value > 0 ? `+${figure(value)}` : figure(value)
  return (
    <Panel title={t('agreement.bias')}>
      <table className={classes.ratings}>
        <thead>
          <tr>
            <th>{t('agreement.person')}</th>
            {rows.map((row) => (
              <th key={row.key}>{nameOf(row)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.people.map(({ id, name }) => (
            <tr key={id}>
              <td>{name}</td>
              {rows.map((row) => (
                <td key={row.key}>{signed(row.bias[id])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
