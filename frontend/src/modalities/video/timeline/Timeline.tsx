import { NumberInput, Select } from '@mantine/core'
import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { useWorkbench } from '../../../workbench/context'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import { SPEEDS } from '../commands/time'
import { type VideoState, videoOf } from '../state'
import { FollowOnWorker } from '../worker/FollowOnWorker'
import { TimelineCanvas } from './canvas'
import { clockOf } from './clock'
import classes from './timeline.module.css'

const TRANSPORT = [
  'video.previous-key',
  'video.previous',
  'video.play',
  'video.next',
  'video.next-key',
]
const TRACK = ['video.key', 'video.occluded', 'video.outside', 'video.begin', 'video.end']
const FOLLOW = ['video.follow-back', 'video.follow']
const DOUBT = 'video.next-doubt'
const TRACKS = ['video.split', 'video.merge', 'video.swap', 'video.propagate', 'video.single']

/** Letters are commands again once the number has been typed. */
function leave(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
}

/** Where we are asked to go; while it is played, where we are. */
const placeOf = ({ playhead, shown, wanted }: VideoState): number =>
  playhead.value.playing.value ? shown.value : wanted.value

function Place({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  const video = videoOf(editor)
  const here = useComputed(() => placeOf(video), [video])
  const frames = useValue(video.frames)
  const time = clockOf(video.timeOf(here))
  return (
    <>
      <NumberInput
        size="xs"
        className={classes.frame ?? ''}
        aria-label={t('frame')}
        data-testid="frame"
        value={here}
        min={0}
        max={frames - 1}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        onChange={(value) => typeof value === 'number' && video.seek(value)}
        onKeyDown={leave}
      />
      <span className={classes.of}>/ {frames - 1}</span>
      <span className={classes.clock}>{time}</span>
    </>
  )
}

function Speed({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  const video = videoOf(editor)
  const rate = useComputed(() => video.playhead.value.rate.value, [video])
  return (
    <Select
      size="xs"
      className={classes.speed ?? ''}
      aria-label={t('speed')}
      allowDeselect={false}
      value={String(rate)}
      data={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
      onChange={(value) => {
        video.playhead.peek().rate.value = Number(value)
      }}
    />
  )
}

const Bar = memo(function Bar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('transport')}>
      {TRANSPORT.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <Place editor={editor} />
      <Speed editor={editor} />
      <span className={classes.divider} />
      {TRACK.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <span className={classes.divider} />
      {FOLLOW.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <FollowOnWorker editor={editor} />
      <CommandButton id={DOUBT} />
      <span className={classes.divider} />
      {TRACKS.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
    </div>
  )
})

/** Where we are in the video, and what is where in it. */
export default function Timeline({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  const { surroundings, bundle, findings } = useWorkbench().session
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const canvas = new TimelineCanvas(editor)
    canvas.mount(host.current, {
      theme: surroundings.theme,
      language: surroundings.language,
      findings,
      strip: bundle.asset.files.find(({ role }) => role === 'strip'),
    })
    return () => canvas.dispose()
  }, [editor, surroundings, bundle, findings])
  return (
    <section className={classes.timeline} aria-label={t('timeline')}>
      <Bar editor={editor} />
      <div
        ref={host}
        className={classes.host}
        role="application"
        aria-label={t('timeline')}
        data-testid="timeline"
      />
    </section>
  )
}
