import { IconAlertOctagon, IconAlertTriangle, IconWand } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { findLabel } from '../../../core/schema'
import { READING } from '../../../transcription/parts'
import { useText, useWorkbench } from '../../../workbench/context'
import { isOpen, type ShownFinding } from '../../../workbench/session/findings'
import { useComputed, useValue } from '../../../workbench/use-value'
import type { Item } from '../items'
import { choose } from '../listening'
import { clock } from '../painters/time'
import { audioOf } from '../state'
import { TextField } from './TextField'
import classes from './transcript.module.css'

function useFindings(id: string): readonly ShownFinding[] {
  const { session } = useWorkbench()
  const joined = useComputed(
    () => session.findings.value.filter((one) => one.record === id && isOpen(one)),
    [session, id],
  )
  return joined
}

/** What is wrong with the words, and the remedy where there is one. */
function Finding({ finding }: { finding: ShownFinding }) {
  const { t } = useTranslation('audio')
  const text = useText()
  const { editor } = useWorkbench().session
  const { fix } = finding
  const Sign = finding.severity === 'block' ? IconAlertOctagon : IconAlertTriangle
  const mend = () =>
    editor.edit('workbench:edit.fix', (tx) => {
      for (const { id, after } of fix ?? []) {
        if (after) tx.put(after)
        else tx.remove(id)
      }
    })
  return (
    <li className={classes.finding} data-severity={finding.severity}>
      <Sign size={13} stroke={1.8} aria-hidden />
      <span>{text(finding.message)}</span>
      {fix && editor.canWrite.peek() === true && (
        <button type="button" className={classes.mend} onClick={mend}>
          <IconWand size={12} aria-hidden />
          {t('mend')}
        </button>
      )}
    </li>
  )
}

interface Props {
  readonly item: Item
}

/** Time, speaker and words of one segment. */
export const Row = memo(function Row({ item }: Props) {
  const { t } = useTranslation('audio')
  const text = useText()
  const { editor } = useWorkbench().session
  const audio = audioOf(editor)
  const { record, start, stop, lane } = item
  const { id } = record
  const selected = useComputed(() => editor.selection.value.has(id), [editor, id])
  const disabled = useComputed(() => editor.editable(id) !== true, [editor, id])
  const schema = useValue(editor.schema)
  const findings = useFindings(id)
  const label = findLabel(schema, record.label)
  const name = label ? text(label.name) : record.label
  const { rate } = audio
  const time = clock(start / rate, 2)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard walks through the list by commands
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classes.row}
      data-selected={selected || undefined}
      data-testid="transcript-row"
      data-record={id}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('textarea, button')) choose(editor, item)
      }}
      onMouseEnter={() => {
        editor.hover.value = id
      }}
      onMouseLeave={() => {
        editor.hover.value = null
      }}
    >
      <span className={classes.swatch} style={{ background: label?.color ?? 'var(--gw-grey)' }} />
      <span className={classes.who} title={lane.tier || name}>
        {lane.speaker || lane.tier || name}
      </span>
      <span className={classes.time}>
        {time}
        <span className={classes.length}>
          {stop > start ? t('seconds', { seconds: ((stop - start) / rate).toFixed(2) }) : ''}
        </span>
      </span>
      <TextField
        editor={editor}
        id={id}
        text={lane.text}
        label={t('text-of', { name: lane.speaker || name, time })}
        rules={record.label === READING ? undefined : schema.transcription}
        seconds={(stop - start) / rate}
        disabled={disabled}
      />
      {findings.length > 0 && (
        <ul className={classes.findings}>
          {findings.map((finding) => (
            <Finding key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
    </div>
  )
})
