import { useTranslation } from 'react-i18next'
import type { Label } from '../../core/schema'
import { chosen } from '../../core/selection'
import { Tip } from '../../ui/Tip'
import { useCommand, useReason, useText, useWorkbench } from '../context'
import { useComputed, useValue } from '../use-value'
import { CommandButton } from './CommandButton'
import classes from './parts.module.css'

function LabelButton({ label }: { label: Label }) {
  const text = useText()
  const reasonOf = useReason()
  const state = useCommand(`label.${label.key}`)
  if (!state) return null
  const button = (
    <button
      type="button"
      className={classes.label}
      data-active={state.active || undefined}
      data-disabled={state.enabled === true ? undefined : true}
      aria-pressed={state.active}
      onClick={state.run}
    >
      <span className={classes.swatch} style={{ background: label.color }} />
      {text(label.name)}
      {state.keys && <span className={classes.digit}>{state.keys}</span>}
    </button>
  )
  if (state.enabled === true) return button
  return <Tip label={reasonOf(state.enabled)}>{button}</Tip>
}

/** What a press on a label, or on its key, is about: it is one thing at a time, and said. */
function About() {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const count = useComputed(() => chosen(editor).length, [editor])
  const canWrite = useValue(editor.canWrite) === true
  if (!canWrite) return null
  return (
    <span className={classes.about} data-selected={count > 0 || undefined} aria-live="polite">
      {count > 0 ? t('labels-for.selected', { count }) : t('labels-for.next')}
    </span>
  )
}

/** All labels with their keys: what the next annotation will be, and what to make of the selected ones. */
export function LabelRow() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { labels } = useValue(session.editor.schema)
  return (
    <section className={classes.labels} aria-label={t('labels')}>
      <About />
      <div className={classes.labelList}>
        {labels.map((label) => (
          <LabelButton key={label.key} label={label} />
        ))}
      </div>
      <CommandButton id="draw.keep" />
      <CommandButton id="suggestion.toggle" />
    </section>
  )
}
