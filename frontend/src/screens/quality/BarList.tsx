import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Meter } from '../../ui/Meter'
import type { Bar } from './figures'
import classes from './quality.module.css'

interface BarListProps {
  /** Names of the two parts of a bar. */
  readonly words: readonly [good: string, bad: string]
  readonly rows: readonly Bar[]
  readonly empty: string
  /** Where a bar leads: an address and its filters. */
  readonly linkOf: (bar: Bar) => readonly [to: string, search: Readonly<Record<string, string>>]
}

/** Bars in one scale, the longest first. */
export function BarList({ words, rows, empty, linkOf }: BarListProps) {
  const most = Math.max(1, ...rows.map((row) => row.good + row.bad))
  if (rows.length === 0) return <p className={classes.quiet}>{empty}</p>
  return (
    <>
      <ul className={classes.bars}>
        {rows.map((row) => {
          const [to, search] = linkOf(row)
          return (
            <li key={row.key}>
              <Link to={to} search={search as never} className={classes.bar}>
                <span className="gw-truncate" title={row.name}>
                  {row.name}
                </span>
                <Line row={row} most={most} words={words} />
                <Figures row={row} />
              </Link>
            </li>
          )
        })}
      </ul>
      <Legend words={words} />
    </>
  )
}

type LineProps = Pick<BarListProps, 'words'> & { readonly row: Bar; readonly most: number }

function Line({ row, most, words }: LineProps) {
  return (
    <Meter
      label={row.name}
      total={most}
      parts={[
        { value: row.good, tone: 'green', label: words[0] },
        { value: row.bad, tone: 'amber', label: words[1] },
      ]}
    />
  )
}

function Figures({ row }: { row: Bar }) {
  const { t } = useTranslation('quality')
  return (
    <span className={classes.barFigures}>
      {t('summary.pair', { good: row.good, bad: row.bad })}
    </span>
  )
}

function Legend({ words }: Pick<BarListProps, 'words'>) {
  return (
    <p className={classes.legend}>
      <span data-tone="green">{words[0]}</span>
      <span data-tone="amber">{words[1]}</span>
    </p>
  )
}
