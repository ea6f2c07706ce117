import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { polygon } from '../../../kinds/polygon'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import { Bar, Group, Ways } from '../Bar'
import { Cutting, Hint, Limits } from '../masks/Hints'
import classes from '../masks/mask-bar.module.css'
import { Prompts } from '../prompts/PromptBar'
import { polygonPromptTool } from '../prompts/tools'
import { SNAPPING_KINDS } from '../snapping/snap'
import { polygonTool } from '../tools/path'
import { simplifying } from './simplify'
import { polygonCutTool, polygonWireTool } from './smart'

const POLYGON_TOOLS = [polygonTool, polygonWireTool, polygonCutTool, polygonPromptTool]

/** What the vertices of a polygon or line are drawn to. */
function Snapping() {
  const { t } = useTranslation('image')
  return (
    <>
      <span className={classes.caption}>{t('snap.title')}</span>
      <CommandButton id="snap.shapes" size={28} />
      <CommandButton id="snap.edges" size={28} />
      <span className={classes.hint}>{t('snap.hint')}</span>
    </>
  )
}

/** How the tool in the hand works. */
function Options({ editor, tool }: { readonly editor: Editor; readonly tool: Tool }) {
  switch (tool.id) {
    case polygonPromptTool.id:
      return <Prompts editor={editor} />
    case polygonCutTool.id:
      return (
        <>
          <Limits editor={editor} looks />
          <Cutting editor={editor} />
        </>
      )
    case polygonWireTool.id:
      return (
        <>
          <Limits editor={editor} looks />
          <Hint name="mask_wire" />
        </>
      )
    default:
      return <Snapping />
  }
}

/** The ways to draw a polygon, and how the one in the hand works. */
export function PathBar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const tool = useValue(editor.tool)
  const isFree = useComputed(
    () => editor.canWrite.value === true && simplifying(editor.gesture) === null,
    [editor],
  )
  if (!isFree || !tool || !SNAPPING_KINDS.has(tool.kind ?? '')) return null
  return (
    <Bar label={t('path.title')} testId="path-bar">
      {tool.kind === polygon.id && <Ways editor={editor} tools={POLYGON_TOOLS} tool={tool} />}
      <Group>
        <Options editor={editor} tool={tool} />
      </Group>
    </Bar>
  )
}
