import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import type { Neighbour } from '../types'
import classes from './parts.module.css'
import { toneOf } from './StateBadge'

function Frame({ frame, index }: { frame: Neighbour; index: number }) {
  const { t } = useTranslation('workbench')
  const { session, flow } = useWorkbench()
  const isCurrent = frame.task === session.bundle.task.id
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isCurrent) ref.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [isCurrent])
  const title = `${frame.name} · ${t(`state.${frame.state}`)}`
  return (
    <button
      ref={ref}
      type="button"
      className={classes.frame}
      data-current={isCurrent || undefined}
      aria-current={isCurrent}
      aria-label={title}
      title={title}
      onClick={() => flow.go(frame.task)}
    >
      {frame.thumbnail_url && <img src={frame.thumbnail_url} alt="" loading="lazy" />}
      <span className={classes.frameNumber}>{index + 1}</span>
      <span className={classes.frameState} data-tone={toneOf[frame.state]} />
    </button>
  )
}

/** Tasks beside this one, in the order of the sequence or batch. */
export function FrameStrip() {
  const { t } = useTranslation('workbench')
  const { neighbours = [] } = useWorkbench().session.bundle
  return (
    <nav className={classes.strip} aria-label={t('strip')}>
      {neighbours.map((frame, index) => (
        <Frame key={frame.task} frame={frame} index={index} />
      ))}
    </nav>
  )
}
