import { useTranslation } from 'react-i18next'
import { Panel, Stat, Stats, useFormats } from '../../ui'
import { ObjectChanges, TrackChanges } from './ObjectChanges'
import classes from './quality.module.css'
import { BoxChanges, PointChanges } from './SceneChanges'
import { type Figures, languageOf } from './types'

type Changes = Figures['changes']

/** How far the annotators' answers were from those that reviewers made of them, in the measures of what they hold. */
export function ReviewChanges({ changes }: { changes: Changes }) {
  const { t } = useTranslation('quality')
  return (
    <>
      <Numbers changes={changes} />
      {changes.objects && <ObjectChanges objects={changes.objects} />}
      {changes.tracks && <TrackChanges tracks={changes.tracks} />}
      {changes.boxes && <BoxChanges boxes={changes.boxes} />}
      {changes.points && <PointChanges points={changes.points} />}
      {(changes.corrections.length > 0 || changes.ratings.length > 0) && (
        <div className={classes.panels}>
          {changes.corrections.length > 0 && (
            <Panel title={t('changes.corrections')}>
              <Corrections rows={changes.corrections} />
            </Panel>
          )}
          {changes.ratings.length > 0 && (
            <Panel title={t('changes.ratings')}>
              <Ratings rows={changes.ratings} />
            </Panel>
          )}
        </div>
      )}
    </>
  )
}

function Numbers({ changes }: { changes: Changes }) {
  const { t } = useTranslation('quality')
  const { words, characters, bounds, turns } = changes
  const formats = useFormats()
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  if (!words && !bounds) return null
  return (
    <Panel title={t('changes.title')}>
      <Stats>
        {words && (
          <Stat
            label={t('changes.words')}
            value={percent(words.rate)}
            note={t('changes.right', { low: percent(words.low), high: percent(words.high) })}
          />
        )}
        {characters && (
          <Stat
            label={t('changes.characters')}
            value={percent(characters.rate)}
            note={t('summary.of', {
              part: formats.number(characters.wrong),
              whole: formats.number(characters.of),
            })}
          />
        )}
        {bounds && (
          <Stat
            label={t('changes.bounds')}
            value={percent(bounds.f1)}
            note={t('changes.bounds-note')}
          />
        )}
        {turns && (
          <Stat
            label={t('changes.turns')}
            value={percent(turns.rate)}
            note={t('changes.turns-note', {
              missed: percent(turns.missed),
              extra: percent(turns.false_alarm),
              swapped: percent(turns.confusion),
            })}
          />
        )}
      </Stats>
    </Panel>
  )
}

function Corrections({ rows }: { rows: Changes['corrections'] }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  return (
    <ul className={classes.corrections}>
      {rows.map(({ old, new: right, count }) => (
        <li key={`${old}\u0000${right}`}>
          <span className={classes.pair} dir="auto">
            {old ? <del>{old}</del> : <i>{t('changes.nothing')}</i>}
            <span aria-hidden>→</span>
            {right ? <ins>{right}</ins> : <i>{t('changes.nothing')}</i>}
          </span>
          <span className={classes.barFigures}>{formats.number(count)}</span>
        </li>
      ))}
    </ul>
  )
}

function Ratings({ rows }: { rows: Changes['ratings'] }) {
  const { t, i18n } = useTranslation('quality')
  const formats = useFormats()
  const language = languageOf(i18n.language)
  const figure = (value: number | null, digits: number) =>
    value === null ? '–' : formats.number(value, digits)
  return (
    <table className={classes.ratings}>
      <thead>
        <tr>
          <th>{t('changes.rating')}</th>
          <th>{t('changes.count')}</th>
          <th>{t('changes.same')}</th>
          <th title={t('changes.kappa-help')}>{t('changes.kappa')}</th>
          <th title={t('changes.moved-help')}>{t('changes.moved')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>{row.name?.[language] ?? row.key}</td>
            <td>{formats.number(row.count)}</td>
            <td>{formats.percent(row.same)}</td>
            <td>{figure(row.kappa, 2)}</td>
            <td>{figure(row.moved, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
