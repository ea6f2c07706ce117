import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format'
import classes from './models.module.css'
import type { TrialProposal } from './types'

interface Box {
  readonly x: number
  readonly y: number
  readonly length: number
  readonly width: number
  readonly height: number
}

interface Key {
  readonly frame: number
  readonly outside: boolean
  readonly data: Box
}

/** What a model would propose for a scene: boxes of the whole scene and tracks, the surest first. */
export function ProposalThings({ proposals }: { proposals: readonly TrialProposal[] }) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const metres = (value: number) => formats.number(value, 1)
  const things = proposals.map((each) => {
    const keys = (each.data.keyframes ?? []) as readonly Key[]
    const there = keys.filter(({ outside }) => !outside)
    const box = there[0]?.data ?? (each.data as unknown as Box)
    return { ...each, box, first: there[0]?.frame, last: keys.at(-1) }
  })
  const frames = ({ first, last }: (typeof things)[number]) => {
    if (first === undefined || !last) return t('try.all-frames')
    return t('try.frames', {
      first: formats.number(first + 1),
      last: formats.number(last.outside ? last.frame : last.frame + 1),
    })
  }
  return (
    <div className={classes.proposals}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['label', 'frames', 'place', 'size', 'confidence'].map((column) => (
              <th key={column}>{t(`try.column.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {things.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: proposals are told apart by their place alone
            <tr key={index}>
              <td>{each.label}</td>
              <td>{frames(each)}</td>
              <td>{[each.box.x, each.box.y].map(metres).join(', ')}</td>
              <td>{[each.box.length, each.box.width, each.box.height].map(metres).join(' × ')}</td>
              <td>{formats.percent(each.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
