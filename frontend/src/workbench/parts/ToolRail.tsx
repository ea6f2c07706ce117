import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import { useComputed } from '../use-value'
import { CommandButton } from './CommandButton'
import classes from './parts.module.css'

const VIEW = ['zoom.in', 'zoom.out', 'zoom.fit', 'zoom.actual', 'view.minimap', 'view.names']

/** Tools of the modality that some label can use, then what moves the view. */
export function ToolRail() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { modality, editor } = session
  const allowed = new Set(editor.schema.value.labels.flatMap(({ kinds }) => kinds))
  const offered = useComputed(
    () => modality.tools.filter((tool) => tool.offered?.(editor) ?? true),
    [modality, editor],
  )
  const tools = offered.filter(({ kind, within }) => !within && (!kind || allowed.has(kind)))
  const free = tools.filter(({ kind }) => !kind)
  const drawing = tools.filter(({ kind }) => kind)
  return (
    <nav className={classes.rail} aria-label={t('tools')}>
      {free.map(({ id }) => (
        <CommandButton key={id} id={`tool.${id}`} side="right" size={32} />
      ))}
      <div className={classes.railDivider} />
      {drawing.map(({ id }) => (
        <CommandButton key={id} id={`tool.${id}`} side="right" size={32} />
      ))}
      <CommandButton id="task.confirm-empty" side="right" size={32} />
      <CommandButton id="issue.new" side="right" size={32} />
      <div className={classes.spacer} />
      {(modality.rail ?? VIEW).map((id) => (
        <CommandButton key={id} id={id} side="right" size={32} />
      ))}
    </nav>
  )
}
