import { IconShape } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Annotation } from '../../core/patch'
import { sameJson } from '../../core/patch'
import { useFormats } from '../../ui/format'
import { useWorkbench } from '../context'
import type { ComparedShapes, ComparedThing } from '../session/answers'
import type { OneAnswer, PointVote } from '../types'
import { useValue } from '../use-value'
import { useNameOf } from './answer-names'
import own from './answers.module.css'
import { useGlance } from './ghosts'

interface ShapeProps {
  readonly thing: ComparedThing
  readonly people: readonly OneAnswer[]
  readonly shapes: ComparedShapes
}

/** Where everybody put it: over a name it is shown beside the work, a press takes it. */
export function Shape({ thing, people, shapes }: ShapeProps) {
  const { t } = useTranslation('workbench')
  const { percent } = useFormats()
  const { editor } = useWorkbench().session
  const nameOf = useNameOf(people)
  const canWrite = useValue(editor.canWrite) === true
  const { result } = thing
  const take = ({ data }: Annotation) =>
    result &&
    editor.edit('editor:edit.answers', (tx) =>
      tx.update(result.id, (record) => ({ ...record, data })),
    )
  const what = t(thing.vote ? 'answers.points' : 'answers.shape')
  const { alike } = shapes
  return (
    <div className={own.row} data-differs>
      <span className={own.attribute} title={alike === null ? undefined : t('answers.least-alike')}>
        {alike === null ? what : t('answers.alike', { what, alike: percent(alike) })}
      </span>
      <span className={own.values}>
        {shapes.of.map((one, at) => (
          <OneShape
            key={people[at]?.task}
            one={one}
            name={nameOf(people[at])}
            what={what}
            isChosen={one !== null && result !== null && sameJson(one.data, result.data)}
            onTake={canWrite && result ? take : null}
          />
        ))}
        <span className={own.column} />
      </span>
    </div>
  )
}

interface OneShapeProps {
  readonly one: Annotation | null
  readonly name: string
  readonly what: string
  readonly isChosen: boolean
  readonly onTake: ((one: Annotation) => void) | null
}

function OneShape({ one, name, what, isChosen, onTake }: OneShapeProps) {
  const glance = useGlance(one ? [one] : [])
  return (
    <button
      type="button"
      className={own.value}
      data-chosen={isChosen || undefined}
      aria-pressed={isChosen}
      disabled={!one || !onTake}
      title={name}
      aria-label={`${what}, ${name}`}
      onMouseEnter={glance.enter}
      onMouseLeave={glance.leave}
      onClick={() => one && onTake?.(one)}
    >
      {one ? <IconShape size={12} /> : '–'}
    </button>
  )
}

/** How the vote on the points of a frame ended. */
export function Vote({ vote: { points, agreed, tied } }: { vote: PointVote }) {
  const { t } = useTranslation('workbench')
  const { number, percent } = useFormats()
  const share = percent(points > 0 ? agreed / points : 1)
  const said = [t('answers.agreed', { share })]
  if (tied > 0) said.push(t('answers.tied', { count: tied, number: number(tied) }))
  return <p className={own.vote}>{said.join(' ')}</p>
}
