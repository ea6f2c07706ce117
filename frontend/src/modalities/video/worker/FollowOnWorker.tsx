import { ActionIcon, Button, NumberInput, Popover, RingProgress, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../../api/hooks'
import { isActive, type Job, progressOf, useJob, useJobStarted } from '../../../api/jobs'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import { notifyDone, notifyError, useErrorText } from '../../../ui'
import { useFormats } from '../../../ui/format'
import { Tip } from '../../../ui/Tip'
import { useWorkbench } from '../../../workbench/context'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import { boxTracks } from '../commands/follow'
import { trackOf } from '../frames/shapes'
import { videoOf } from '../state'
import classes from '../timeline/timeline.module.css'
import { askedOf, type Following, opinionOf, type Range, type Trail, withTrail } from './trails'

/** Frames on either side that are offered. */
const REACH = 250

/** Put what was found into the tracks, in one step of the history, and remember it to compare. */
function take(editor: Editor, { frame, asked }: Following, trails: readonly Trail[]): void {
  const video = videoOf(editor)
  const byId = new Map(trails.map((trail) => [trail.id, trail]))
  editor.edit('video:edit.follow', (tx) => {
    for (const { id } of asked) {
      const trail = byId.get(id)
      const record = editor.work.get(id)
      const track = record && trackOf(record)
      if (trail && track) tx.update(id, (one) => withData(one, withTrail(track, frame, trail)))
    }
  })
  for (const each of asked) {
    const trail = byId.get(each.id)
    if (trail) video.opinions.add(each.id, opinionOf(each, frame, trail))
  }
}

const PATH = '/api/v1/tasks/{task}/follow'

interface Left {
  readonly following:
    | (Pick<Following, 'frame'> & { readonly job: Job; readonly things: Following['asked'] })
    | null
}

/** Take up again what a worker was asked for before the page was closed. */
function useLeft(editor: Editor): void {
  const { t } = useTranslation('video')
  const { work } = videoOf(editor)
  const { task } = useWorkbench().session.bundle
  const mayWrite = useComputed(() => editor.canWrite.value === true, [editor])
  const { data } = useGet<Left>(
    PATH,
    { params: { path: { task: task.id } } },
    { enabled: mayWrite },
  )
  useEffect(() => {
    const left = data?.following
    if (!left || work.peek()) return
    work.value = { job: left.job.id, frame: left.frame, asked: left.things }
    if (!isActive(left.job)) notifyDone(t('worker.meanwhile', { count: left.things.length }))
  }, [data, work, t])
}

function Running({ editor, following }: { editor: Editor; following: Following }) {
  const { t } = useTranslation('video')
  const { percent } = useFormats()
  const { work } = videoOf(editor)
  const { data: job, error } = useJob(following.job)
  const cancel = useSend<Job>('post', '/api/v1/jobs/{job}/cancel', ['/api/v1/jobs'])
  const { task } = useWorkbench().session.bundle
  const { mutate: taken } = useSend('delete', PATH, [PATH])
  useEffect(() => {
    if (error) work.value = null
    if (!job || isActive(job)) return
    work.value = null
    if (job.state === 'failed') notifyError(job.error)
    if (job.state !== 'done') return
    take(editor, following, job.result.things as readonly Trail[])
    taken({ params: { path: { task: task.id } } })
  }, [job, error, work, editor, following, task, taken])
  const share = (job && progressOf(job)) ?? 0
  return (
    <div className={classes.running} role="status">
      <Tip label={t('worker.running', { count: following.asked.length })}>
        <RingProgress
          size={22}
          thickness={3}
          sections={[{ value: 100 * share, color: 'blue' }]}
          aria-label={t('worker.running', { count: following.asked.length })}
        />
      </Tip>
      <span className={classes.share}>{percent(share)}</span>
      <ActionIcon
        size={22}
        aria-label={t('worker.stop')}
        title={t('worker.stop')}
        loading={cancel.isPending || cancel.isSuccess}
        onClick={() => cancel.mutate({ params: { path: { job: following.job } } })}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}

interface EndsProps extends Range {
  readonly frame: number
  readonly end: number
  set(range: Range): void
}

/** The frames between which it is followed, the one on the screen among them. */
function Ends({ frame, end, first, last, set }: EndsProps) {
  const { t } = useTranslation('video')
  return (
    <div className={classes.range}>
      <NumberInput
        label={t('worker.first')}
        value={first}
        min={0}
        max={frame}
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && set({ first: value, last })}
      />
      <NumberInput
        label={t('worker.last')}
        value={last}
        min={frame}
        max={end}
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && set({ first, last: value })}
      />
    </div>
  )
}

function Form({ editor, close }: { editor: Editor; close(): void }) {
  const { t } = useTranslation('video')
  const video = videoOf(editor)
  const { bundle } = useWorkbench().session
  const frame = useValue(video.shown)
  const end = useValue(video.frames) - 1
  const [{ first, last }, setRange] = useState<Range>(() => ({
    first: Math.max(0, video.shown.peek() - REACH),
    last: Math.min(end, video.shown.peek() + REACH),
  }))
  const begun = useJobStarted()
  const errorText = useErrorText()
  const start = useSend<Job>('post', PATH, [])
  const asked = askedOf(boxTracks(editor), frame, {
    first: Math.min(first, frame),
    last: Math.max(last, frame),
  })
  const send = () =>
    start.mutate(
      { params: { path: { task: bundle.task.id } }, body: { frame, things: asked } },
      {
        onSuccess: (job) => {
          video.work.value = { job: job.id, frame, asked }
          begun(job)
          close()
        },
      },
    )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Text size="sm">{t('worker.what', { count: asked.length, frame })}</Text>
      <Ends frame={frame} end={end} first={first} last={last} set={setRange} />
      <Text size="xs" c="dimmed">
        {t('worker.kept')}
      </Text>
      {start.error && (
        <Text size="xs" c="red" role="alert">
          {errorText(start.error)}
        </Text>
      )}
      <Button type="submit" size="xs" loading={start.isPending} disabled={asked.length === 0}>
        {t('worker.start')}
      </Button>
    </form>
  )
}

/** Boxes followed by a worker: over which frames, how far it is, and what it found. */
export function FollowOnWorker({ editor }: { readonly editor: Editor }) {
  const video = videoOf(editor)
  const isOpen = useValue(video.asking)
  const following = useValue(video.work)
  useLeft(editor)
  const close = () => {
    video.asking.value = false
  }
  if (following) return <Running editor={editor} following={following} />
  return (
    <Popover opened={isOpen} onClose={close} position="top" width={300} trapFocus shadow="md">
      <Popover.Target>
        <span>
          <CommandButton id="video.follow-range" />
        </span>
      </Popover.Target>
      <Popover.Dropdown>{isOpen && <Form editor={editor} close={close} />}</Popover.Dropdown>
    </Popover>
  )
}
