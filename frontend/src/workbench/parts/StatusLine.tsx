import { computed } from '@preact/signals-core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { Scope } from '../../core/scope'
import { useFormats } from '../../ui/format'
import { useCommandName, useWorkbench } from '../context'
import { isObject } from '../panels/object-list'
import { isOpen } from '../session/findings'
import { useComputed, useValue } from '../use-value'
import classes from './parts.module.css'

function Coordinates() {
  const { session } = useWorkbench()
  const at = useValue(session.editor.view.pointer)
  return (
    <span className={classes.coordinates}>
      {at ? `${Math.floor(at[0])}, ${Math.floor(at[1])}` : '–'}
    </span>
  )
}

function Zoom() {
  const { session } = useWorkbench()
  const { percent } = useFormats()
  const scale = useComputed(() => session.editor.view.camera.value?.scale.value ?? 1, [session])
  return <span>{percent(scale)}</span>
}

function Counts() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { editor } = session
  const objects = useComputed(
    () => [...editor.work.records.value.values()].filter(isObject).length,
    [editor],
  )
  const selected = useComputed(() => editor.selection.value.size, [editor])
  const offered = useComputed(() => editor.offered.value.size, [editor])
  const filtered = useComputed(() => editor.view.filter.value !== null, [editor])
  const findings = useComputed(() => session.findings.value.filter(isOpen).length, [session])
  return (
    <>
      <span>{t('count.objects', { count: objects })}</span>
      {filtered && (
        <button
          type="button"
          className={classes.statusButton}
          onClick={() => {
            session.shell.query.value = ''
            editor.view.filter.value = null
          }}
        >
          {t('count.filtered')}
        </button>
      )}
      {selected > 0 && <span>{t('count.selected', { count: selected })}</span>}
      {offered > 0 && <span>{t('count.suggestions', { count: offered })}</span>}
      {findings > 0 && <span>{t('count.findings', { count: findings })}</span>}
    </>
  )
}

function ToolName() {
  const { session, keyboard } = useWorkbench()
  const nameOf = useCommandName()
  const tool = useValue(session.editor.tool)
  const command = useValue(keyboard.commands).find(({ id }) => id === `tool.${tool?.id}`)
  return <span className={classes.statusText}>{command && nameOf(command)}</span>
}

/** What the modality itself says of pointer and view; written past React, for it may change in every frame. */
function Readout({ read }: { read: (editor: Editor) => readonly string[] }) {
  const { editor } = useWorkbench().session
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const scope = new Scope()
    let isWanted = false
    const tell = () => {
      isWanted = false
      if (place.current) place.current.textContent = told.peek()
    }
    const told = computed(() => read(editor).join('\u2003'))
    scope.effect(() => {
      told.value
      if (!isWanted) scope.frame(tell)
      isWanted = true
    })
    return () => scope.dispose()
  }, [editor, read])
  return <span ref={place} className={classes.readout} />
}

/** Where the pointer is, how large things are, how many there are. */
export function StatusLine() {
  const { session } = useWorkbench()
  const { width, height, name } = session.bundle.asset
  const { readout } = session.modality
  return (
    <footer className={classes.status}>
      {readout ? (
        <Readout read={readout} />
      ) : (
        <>
          <Coordinates />
          <Zoom />
        </>
      )}
      {width !== null && height !== null && width > 0 && (
        <span>
          {width} × {height}
        </span>
      )}
      <ToolName />
      <span className={classes.spacer} />
      <Counts />
      <span className={classes.statusText}>{name}</span>
    </footer>
  )
}
