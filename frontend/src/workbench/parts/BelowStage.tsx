import {
  type ComponentType,
  type KeyboardEvent,
  lazy,
  type PointerEvent,
  Suspense,
  useMemo,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { Stage } from '../../core/registry'
import { useWorkbench } from '../context'
import { useStage } from '../stage-context'
import { useValue } from '../use-value'
import classes from './parts.module.css'

type Part = ComponentType<{ editor: Editor; stage: Stage }>

/** One press of an arrow key on the edge, as a share of the height. */
const NUDGE = 0.03

/** The edge between the stage and what stands below it: drag it, or use the arrow keys on it. */
function Edge() {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const share = useValue(shell.beside)
  const drag = ({ buttons, clientY, currentTarget }: PointerEvent<HTMLElement>) => {
    const area = currentTarget.closest('main')?.getBoundingClientRect()
    if (buttons === 1 && area) shell.shareBeside((area.bottom - clientY) / area.height)
  }
  const nudge = (event: KeyboardEvent) => {
    const by = { ArrowUp: NUDGE, ArrowDown: -NUDGE }[event.key]
    if (!by) return
    event.preventDefault()
    shell.shareBeside(shell.beside.peek() + by)
    shell.remember()
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={t('resize-below')}
      aria-valuenow={Math.round(share * 100)}
      className={classes.belowEdge}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={() => shell.remember()}
      onKeyDown={nudge}
    />
  )
}

/** What the modality shows below its stage: the transcripts of a recording. */
export function BelowStage() {
  const { modality, editor } = useWorkbench().session
  const stage = useStage()
  const load = modality.beside
  const Shown = useMemo(() => load && lazy(load as () => Promise<{ default: Part }>), [load])
  if (!Shown || !stage) return null
  return (
    <div className={classes.below}>
      <Edge />
      <Suspense fallback={null}>
        <Shown editor={editor} stage={stage} />
      </Suspense>
    </div>
  )
}
