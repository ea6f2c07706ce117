import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useDeferredValue, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { EmptyState } from '../../../ui/EmptyState'
import { useCommand, useWorkbench } from '../../../workbench/context'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import { tagsOf } from '../commands/tags'
import type { Item } from '../items'
import { audioOf } from '../state'
import { Catcher } from './Catcher'
import { FindBar } from './FindBar'
import { Row } from './Row'
import classes from './transcript.module.css'

const ROW = 32

const LISTEN = ['audio.play', 'audio.play-segment', 'audio.back', 'audio.loop', 'audio.autoplay']
const EDIT = ['audio.mark', 'audio.split', 'audio.merge', 'audio.start-here', 'audio.stop-here']

function Speed({ editor }: { editor: Editor }) {
  const speed = useValue(audioOf(editor).speed)
  return (
    <>
      <CommandButton id="audio.slower" />
      <span className={classes.speed}>{`×${speed.toFixed(1)}`}</span>
      <CommandButton id="audio.faster" />
    </>
  )
}

function Gain({ editor }: { editor: Editor }) {
  const gain = useValue(audioOf(editor).gain)
  return (
    <>
      <CommandButton id="audio.quieter" />
      <span className={classes.speed}>{`${gain > 0 ? '+' : ''}${gain} dB`}</span>
      <CommandButton id="audio.louder" />
    </>
  )
}

function Chip({ tag, number }: { readonly tag: string; readonly number: number }) {
  const state = useCommand(`audio.tag-${number}`)
  return (
    <button type="button" className={classes.chip} title={state?.keys} onClick={state?.run}>
      {tag}
      <kbd>{number}</kbd>
    </button>
  )
}

/** The tags of the project with their keys; a press keeps the caret where it is. */
function Tags({ editor }: { editor: Editor }) {
  const tags = useComputed(() => tagsOf(editor).slice(0, 9), [editor])
  return (
    <span className={classes.tags}>
      {tags.map(({ tag }, index) => (
        <Chip key={tag} tag={tag} number={index + 1} />
      ))}
    </span>
  )
}

const Bar = memo(function Bar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('audio')
  return (
    <div
      className={classes.bar}
      role="toolbar"
      aria-label={t('tools')}
      onMouseDown={(event) => event.preventDefault()}
    >
      {LISTEN.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <span className={classes.divider} />
      <Speed editor={editor} />
      <Gain editor={editor} />
      <span className={classes.divider} />
      {EDIT.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <Tags editor={editor} />
      <CommandButton id="audio.find" />
    </div>
  )
})

/** What was written in is gone, undone with its field: the keyboard goes to the text of what is selected now. */
function keepWriting(editor: Editor, items: readonly Item[]): void {
  const { typing } = audioOf(editor)
  const written = typing.peek()
  if (written === null || items.some(({ record }) => record.id === written)) return
  typing.value = null
  const [next] = editor.selection.peek()
  if (next) audioOf(editor).write(next)
}

/** The texts of all segments in order of time; what is selected here is selected on the timeline and the other way round. */
export default function Transcript({ editor }: { editor: Editor }) {
  const { t } = useTranslation('audio')
  const { work } = useWorkbench().session.editor
  const audio = audioOf(editor)
  const search = useValue(audio.search)
  const visible = useValue(audio.visible)
  const items = useDeferredValue(visible)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    estimateSize: () => ROW,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.record.id ?? index,
    overscan: 6,
  })
  const last = useComputed(() => [...editor.selection.value].at(-1) ?? null, [editor])
  const wanted = useValue(audio.wanted)?.id
  const shown = wanted ?? last
  const position = items.findIndex(({ record }) => record.id === last)
  const wantedAt = items.findIndex(({ record }) => record.id === shown)
  useEffect(() => {
    if (position >= 0) rows.scrollToIndex(position, { align: 'auto' })
  }, [position, rows])
  useEffect(() => {
    if (wantedAt >= 0) rows.scrollToIndex(wantedAt, { align: 'auto' })
  }, [wantedAt, rows])
  useEffect(() => keepWriting(editor, items), [editor, items])
  return (
    <section className={classes.transcript} aria-label={t('transcript')}>
      <Bar editor={editor} />
      {search && <FindBar editor={editor} search={search} />}
      {items.length === 0 && <EmptyState compact title={t('nothing')} text={t('nothing-text')} />}
      <Catcher editor={editor} />
      <div ref={scroller} className={classes.scroller} data-documents={work.id}>
        <div role="list" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index]
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                role="listitem"
                className={classes.virtual}
                style={{ transform: `translateY(${start}px)` }}
              >
                {item && <Row item={item} />}
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}
