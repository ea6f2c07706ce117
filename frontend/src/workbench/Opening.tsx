import { ActionIcon, Loader } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FirstLook } from './api/ahead'
import { remembered } from './session/shell-state'
import classes from './workbench.module.css'

/** A page without a task. */
export function Blank({ onLeave, children }: { onLeave: () => void; children: ReactNode }) {
  const { t } = useTranslation('workbench')
  return (
    <div className={classes.blank}>
      <header className={classes.blankBar}>
        <ActionIcon size={28} onClick={onLeave} aria-label={t('command.task.leave')}>
          <IconArrowLeft size={16} />
        </ActionIcon>
      </header>
      {children}
    </div>
  )
}

/** The picture, as large as the stage will show it. */
function Picture({ picture }: { picture: ImageBitmap }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    try {
      canvas.current?.getContext('2d')?.drawImage(picture, 0, 0)
    } catch {
      // It has been let go of: the stage shows another.
    }
  }, [picture])
  return (
    <canvas
      ref={canvas}
      className={`gw-first-look ${classes.lookPicture}`}
      width={picture.width}
      height={picture.height}
    />
  )
}

/** A task that is being opened: where its stage will be is the first picture, as soon as there is one. */
export function Opening({ look, onLeave }: { look: FirstLook | null; onLeave: () => void }) {
  const { t } = useTranslation('workbench')
  if (!look) {
    return (
      <Blank onLeave={onLeave}>
        <div className={classes.skeleton} style={{ display: 'grid', placeItems: 'center' }}>
          <Loader aria-label={t('loading')} />
        </div>
      </Blank>
    )
  }
  const { width, open, strip, beside } = remembered()
  const style = {
    '--side': open ? `${width}px` : '0px',
    '--below': look.hasBelow ? `${beside * 100}%` : '0px',
    '--strip': look.hasStrip && strip ? '61px' : '0px',
  } as CSSProperties
  return (
    <div className={classes.look} style={style} aria-busy>
      <Blank onLeave={onLeave}>{null}</Blank>
      <div className={classes.lookStage}>
        <Picture picture={look.picture} />
      </div>
    </div>
  )
}
