import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Spot } from '../../../core/prompts'
import type { Tool } from '../../../core/tool'
import { target } from '../masks/sheet'
import { FIRST, type ShowingTool } from '../masks/tool'
import type { OverlayView } from '../painters/overlay'
import { askingOf } from './asking'
import { mayPoint, Prompting } from './prompting'

const RADIUS = 6
const ARM = 3

/** A dot with a plus or a minus: told apart without colours too. */
function paintSpot(
  context: CanvasRenderingContext2D,
  { x, y, inside }: Spot,
  o: OverlayView,
): void {
  const cx = x * o.view.scale + o.view.x
  const cy = y * o.view.scale + o.view.y
  context.beginPath()
  context.arc(cx, cy, RADIUS, 0, 2 * Math.PI)
  context.fillStyle = inside ? '#1a7f37' : '#cf222e'
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = '#ffffff'
  context.stroke()
  context.beginPath()
  context.moveTo(cx - ARM, cy)
  context.lineTo(cx + ARM, cy)
  if (inside) {
    context.moveTo(cx, cy - ARM)
    context.lineTo(cx, cy + ARM)
  }
  context.stroke()
}

const hasModels = (editor: Editor) => askingOf(editor).models.value.length > 0

const promptTool = (
  id: string,
  kind: 'mask' | 'polygon',
  key: string,
  more: Partial<Tool>,
): ShowingTool => ({
  id,
  title: `image:tool.${id}`,
  icon: 'click',
  keys: [key],
  kind,
  cursor: 'crosshair',
  offered: hasModels,
  allowed: (editor) => hasModels(editor) || 'image:reason.no-prompter',
  press: (editor, p) => (mayPoint(editor, kind) ? new Prompting(editor, kind, p) : null),
  chosen: (editor) => void askingOf(editor).prepare(),
  paintOver: (context, o) => {
    const said = askingOf(o.editor).current.peek()?.said.peek()
    for (const spot of said?.spots ?? []) paintSpot(context, spot, o)
  },
  ...more,
})

export const maskPromptTool = promptTool('mask_prompt', 'mask', 'Alt+G', {
  within: FIRST,
  continues: (editor) => target(editor) !== null,
})

/** For labels that are drawn as polygons. */
export const polygonPromptTool = promptTool('polygon_prompt', 'polygon', 'Alt+Shift+G', {
  within: 'polygon',
})

const PROMPT_TOOLS: ReadonlySet<string> = new Set([maskPromptTool.id, polygonPromptTool.id])

export const isPromptTool = (tool: Tool | null): boolean => PROMPT_TOOLS.has(tool?.id ?? '')

const pointing = (editor: Editor): true | string =>
  isPromptTool(editor.tool.value) || 'image:reason.prompt-tool'

export const promptCommands: readonly Command[] = [
  {
    id: 'prompt.side',
    title: 'image:command.prompt.side',
    group: 'draw',
    icon: 'switch-horizontal',
    keys: ['Alt+Z'],
    enabled: pointing,
    run: (editor) => {
      const { inside } = askingOf(editor)
      inside.value = !inside.peek()
    },
  },
  {
    id: 'prompt.another',
    title: 'image:command.prompt.another',
    group: 'draw',
    icon: 'refresh',
    keys: ['Alt+Q'],
    enabled: (editor) => {
      const said = pointing(editor)
      const answers = askingOf(editor).current.value?.answers.value.length ?? 0
      return said === true ? answers > 1 || 'image:reason.no-other-answer' : said
    },
    run: (editor) => askingOf(editor).current.peek()?.another(),
  },
]
