import { IconChevronRight, IconEye, IconEyeOff, IconLock, IconLockOpen } from '@tabler/icons-react'
import { type MouseEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { seenAs } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { useFormats } from '../../ui/format'
import { useCaption } from '../caption'
import { useText, useWorkbench } from '../context'
import { Icon } from '../icons'
import { useComputed, useValue } from '../use-value'
import { summary } from './attribute-values'
import type { GroupRow, ObjectRow } from './object-list'
import classes from './panels.module.css'

/** Icon of an annotation: that of the tool that draws its kind, of a track that of what is followed. */
export function useKindIcon(): (record: Annotation) => string {
  const { modality, editor } = useWorkbench().session
  return (record) => {
    const kind = seenAs(editor.kindOf(record), record)
    return modality.tools.find((tool) => tool.kind === kind)?.icon ?? 'point'
  }
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

interface SwitchProps {
  readonly id: string
  readonly what: 'hidden' | 'locked'
}

function Switch({ id, what }: SwitchProps) {
  const { t } = useTranslation('workbench')
  const { view } = useWorkbench().session.editor
  const on = useComputed(() => view[what].value.has(id), [view, what, id])
  const [On, Off] = what === 'hidden' ? [IconEyeOff, IconEye] : [IconLock, IconLockOpen]
  const Sign = on ? On : Off
  return (
    <button
      type="button"
      className={classes.rowSwitch}
      data-on={on || undefined}
      aria-pressed={on}
      aria-label={t(`${what}.${on ? 'off' : 'on'}`)}
      onClick={(event) => {
        event.stopPropagation()
        view[what].value = toggled(view[what].peek(), id)
      }}
    >
      <Sign size={14} stroke={1.6} />
    </button>
  )
}

interface RowProps {
  readonly row: ObjectRow
  /** The same function at every render, so that only rows that changed are drawn again. */
  readonly onClick: (id: string, event: MouseEvent) => void
  readonly onOpen: () => void
}

const isSame = (a: RowProps, b: RowProps): boolean =>
  a.row.record === b.row.record &&
  a.row.number === b.row.number &&
  a.onClick === b.onClick &&
  a.onOpen === b.onOpen

/** Colour, kind, number, label, what tells it apart and values of one annotation. */
export const ObjectRowView = memo(function ObjectRowView({ row, onClick, onOpen }: RowProps) {
  const { session } = useWorkbench()
  const { editor } = session
  const { record, number } = row
  const text = useText()
  const { percent } = useFormats()
  const iconOf = useKindIcon()
  const selected = useComputed(() => editor.selection.value.has(record.id), [editor, record.id])
  const hidden = useComputed(() => editor.view.hidden.value.has(record.id), [editor, record.id])
  const marked = useComputed(() => editor.view.marks.value.has(record.id), [editor, record.id])
  const label = findLabel(useValue(editor.schema), record.label)
  const { hover } = editor
  const caption = useCaption(record)
  const values = label ? summary(label.attributes, record.attributes, text) : ''
  const words = [caption, values].filter(Boolean).join(' · ')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard walks through annotations by commands (Tab)
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classes.row}
      data-selected={selected || undefined}
      data-hidden={hidden || undefined}
      data-testid="object-row"
      data-record={record.id}
      onClick={(event) => onClick(record.id, event)}
      onDoubleClick={onOpen}
      onMouseEnter={() => {
        hover.value = record.id
      }}
      onMouseLeave={() => {
        hover.value = null
      }}
    >
      <span className={classes.swatch} style={{ background: label?.color ?? 'var(--gw-grey)' }} />
      <span className={classes.kind}>
        <Icon name={iconOf(record)} size={14} />
      </span>
      <span className={classes.number}>{number}</span>
      <span className={classes.rowLabel} data-unknown={label ? undefined : true}>
        {label ? text(label.name) : record.label}
      </span>
      <span className={classes.rowValues} title={words}>
        {words}
      </span>
      {marked && <span className={classes.mark} />}
      {record.score !== null && <span className={classes.score}>{percent(record.score)}</span>}
      <Switch id={record.id} what="hidden" />
      <Switch id={record.id} what="locked" />
    </div>
  )
}, isSame)

interface GroupProps {
  readonly row: GroupRow
  readonly collapsed: boolean
  readonly onToggle: () => void
  readonly onSelect: () => void
}

export function GroupRowView({ row, collapsed, onToggle, onSelect }: GroupProps) {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const text = useText()
  const label = findLabel(useValue(editor.schema), row.label)
  const { hiddenLabels } = editor.view
  const hidden = useComputed(() => hiddenLabels.value.has(row.label), [hiddenLabels, row.label])
  const Sign = hidden ? IconEyeOff : IconEye
  return (
    <div className={classes.group} data-hidden={hidden || undefined}>
      <button
        type="button"
        className={classes.fold}
        data-open={!collapsed || undefined}
        aria-expanded={!collapsed}
        aria-label={label ? text(label.name) : row.label}
        onClick={onToggle}
      >
        <IconChevronRight size={14} />
      </button>
      <button type="button" className={classes.groupName} onClick={onSelect}>
        <span className={classes.swatch} style={{ background: label?.color ?? 'var(--gw-grey)' }} />
        {label ? text(label.name) : row.label}
        <span className={classes.count}>{row.count}</span>
      </button>
      <button
        type="button"
        className={classes.rowSwitch}
        data-on={hidden || undefined}
        aria-pressed={hidden}
        aria-label={t(`hidden.${hidden ? 'off' : 'on'}`)}
        onClick={() => {
          hiddenLabels.value = toggled(hiddenLabels.peek(), row.label)
        }}
      >
        <Sign size={14} stroke={1.6} />
      </button>
    </div>
  )
}
