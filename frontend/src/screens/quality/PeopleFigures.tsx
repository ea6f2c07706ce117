import { useTranslation } from 'react-i18next'
import { Panel, Stat, Stats, useFormats } from '../../ui'
import classes from './quality.module.css'
import type { Agreement, Figures } from './types'

interface Column {
  readonly title: string
  readonly of: readonly (number | null | undefined)[]
}

/** A share of each person; what nobody has is no column. */
function Table({
  title,
  people,
  columns,
}: {
  title: string
  people: readonly string[]
  columns: readonly Column[]
}) {
  const formats = useFormats()
  const shown = columns.filter(({ of }) => of.some((share) => typeof share === 'number'))
  if (shown.length === 0) return null
  return (
    <table className={classes.ratings}>
      <thead>
        <tr>
          <th>{title}</th>
          {shown.map((column) => (
            <th key={column.title}>{column.title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name
          <tr key={at}>
            <td>{name}</td>
            {shown.map(({ title: key, of }) => (
              <td key={key}>{typeof of[at] === 'number' ? formats.percent(of[at], 1) : '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const TRACKS = ['hota', 'mota', 'idf1'] as const

/** How far each annotator's work was from what reviewers made of it. */
export function AnnotatorFigures({ people }: { people: Figures['people'] }) {
  const { t } = useTranslation('quality')
  const measured = people.filter(
    ({ words, objects, boxes, hota }) =>
      words || [objects, boxes, hota].some((one) => one !== null),
  )
  if (measured.length === 0) return null
  return (
    <Panel title={t('summary.measured')}>
      <Table
        title={t('summary.annotator')}
        people={measured.map(({ name }) => name)}
        columns={[
          { title: t('summary.words-short'), of: measured.map(({ words }) => words?.rate) },
          { title: t('summary.objects-short'), of: measured.map(({ objects }) => objects) },
          { title: t('summary.boxes-short'), of: measured.map(({ boxes }) => boxes) },
          ...TRACKS.map((key) => ({
            title: t(`tracks.${key}`),
            of: measured.map((person) => person[key]),
          })),
        ]}
      />
    </Panel>
  )
}

/** All together, of each sort of thing that was compared. */
function DrawnByAll({ drawn }: { drawn: Agreement['drawn'] }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { objects, tracks, boxes, points } = drawn
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share, 1))
  return (
    <Stats>
      {objects && (
        <Stat
          label={t('agreement.objects')}
          value={percent(objects.f1)}
          note={
            objects.iou === null
              ? t('agreement.pairs-note')
              : t('agreement.objects-note', { iou: percent(objects.iou) })
          }
        />
      )}
      {boxes && (
        <Stat
          label={t('agreement.boxes')}
          value={percent(boxes.f1)}
          note={t('agreement.boxes-note', {
            distance: boxes.distance === null ? '–' : formats.number(boxes.distance, 2),
          })}
        />
      )}
      {points !== null && (
        <Stat
          label={t('agreement.points')}
          value={percent(points)}
          note={t('agreement.points-note')}
        />
      )}
      {tracks && (
        <Stat
          label={t('tracks.hota')}
          value={percent(tracks.hota)}
          note={t('agreement.tracks-note', {
            mota: percent(tracks.mota),
            idf1: percent(tracks.idf1),
          })}
        />
      )}
    </Stats>
  )
}

/** What several people drew of the same things, all together and each beside the others. */
export function DrawnBySeveral({ found }: { found: Agreement }) {
  const { t } = useTranslation('quality')
  const { objects, tracks, boxes, points, people } = found.drawn
  if (!objects && !tracks && !boxes && points === null) return null
  const names = new Map(found.people.map(({ id, name }) => [id, name]))
  return (
    <Panel title={t('agreement.drawn')}>
      <DrawnByAll drawn={found.drawn} />
      <Table
        title={t('agreement.beside')}
        people={people.map(({ id }) => names.get(id) ?? '–')}
        columns={[
          { title: t('agreement.objects-short'), of: people.map((one) => one.objects?.f1) },
          { title: t('agreement.boxes-short'), of: people.map((one) => one.boxes?.f1) },
          { title: t('agreement.points-short'), of: people.map((one) => one.points) },
          ...TRACKS.map((key) => ({
            title: t(`tracks.${key}`),
            of: people.map((one) => one.tracks?.[key]),
          })),
        ]}
      />
    </Panel>
  )
}
