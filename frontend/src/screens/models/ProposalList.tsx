import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format'
import classes from './models.module.css'
import type { Trial, TrialProposal } from './types'

interface ProposalListProps {
  readonly trial: Trial
  readonly proposals: readonly TrialProposal[]
}

/** What a model would propose for a recording, by time. */
export function ProposalList({ trial, proposals }: ProposalListProps) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const seconds = (value: unknown) => formats.number(Number(value ?? 0) / trial.rate, 2)
  const byTime = proposals.toSorted((a, b) => Number(a.data.start) - Number(b.data.start))
  return (
    <div className={classes.proposals}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['from', 'to', 'label', 'speaker', 'text', 'confidence'].map((column) => (
              <th key={column}>{t(`try.column.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byTime.map(({ label, data, score }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: proposals are told apart by their place alone
            <tr key={index}>
              <td>{seconds(data.start)}</td>
              <td>{seconds(data.stop)}</td>
              <td>{label}</td>
              <td>{String(data.speaker ?? '')}</td>
              <td dir="auto">{String(data.text ?? '')}</td>
              <td>{formats.percent(score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
