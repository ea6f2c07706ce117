import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { findLabel } from '../../../core/schema'
import { useText } from '../../../workbench/context'
import panels from '../../../workbench/panels/panels.module.css'
import { useComputed, useValue } from '../../../workbench/use-value'
import { videoOf } from '../state'
import { clockOf } from '../timeline/clock'
import { inOrder, segmentOf } from './events'
import classes from './events.module.css'

/** The events of the video with their names, to go from one to another. */
export default function EventsPanel({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('video')
  const text = useText()
  const video = videoOf(editor)
  const schema = useValue(editor.schema)
  const selection = useValue(editor.selection)
  const frame = useValue(video.wanted)
  const events = useComputed(() => inOrder(editor.work.records.value.values()), [editor])
  if (events.length === 0) {
    return (
      <Text size="sm" c="dimmed" maw={260}>
        {t('events.none')}
      </Text>
    )
  }
  const go = (id: string, start: number) => {
    video.playhead.peek().playing.value = false
    editor.select([id])
    video.seek(start)
  }
  return (
    <ul className={classes.list} aria-label={t('events.title')}>
      {events.map((event) => {
        const data = segmentOf(event)
        const label = findLabel(schema, event.label)
        if (!data) return null
        const isHere = data.start <= frame && frame < data.stop
        return (
          <li key={event.id}>
            <button
              type="button"
              className={classes.row}
              data-selected={selection.has(event.id) || undefined}
              data-here={isHere || undefined}
              onClick={() => go(event.id, data.start)}
            >
              <span
                className={panels.swatch}
                style={{ background: label?.color ?? 'var(--gw-grey)' }}
              />
              <span className={classes.name}>
                {data.text || (label ? text(label.name) : event.label)}
              </span>
              <span className={classes.time}>
                {clockOf(video.timeOf(data.start))} · {data.start}–{data.stop - 1}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
