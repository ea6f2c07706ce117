import { all, type Command, defineCommand } from '../command'
import { newAnnotation } from '../create'
import type { Editor } from '../editor'
import type { Tool } from '../tool'

const isDrawing = (editor: Editor) => editor.gesture.value !== null || 'not-drawing'

/** Choose a tool. A tool that needs no pointer acts at once. */
export function choose(editor: Editor, tool: Tool): void {
  editor.cancel()
  editor.tool.value = tool
  if (tool.kind) {
    editor.kind.value = tool.kind
    if (!tool.continues?.(editor)) editor.select([])
  }
  tool.chosen?.(editor)
}

/** Step back out: the gesture first, then the tool, then the selection. */
function stepOut(editor: Editor, home: Tool | undefined): void {
  if (editor.gesture.peek()) editor.cancel()
  else if (home && editor.tool.peek() !== home) choose(editor, home)
  else editor.select([])
}

function drawOrFinish(editor: Editor, tools: readonly Tool[]): void {
  if (editor.gesture.peek()) editor.complete()
  else {
    const fitting = tools.filter(({ kind }) => kind === editor.kind.peek())
    const tool = fitting.find((one) => one === editor.tool.peek()) ?? fitting[0]
    editor.select([])
    if (tool) choose(editor, tool)
  }
}

function contents(editor: Editor) {
  return [...editor.work.records.value.values()].filter(({ kind }) => kind !== 'answers')
}

const isEmpty = (editor: Editor) => contents(editor).some(({ kind }) => kind === 'empty')

function toggleEmpty(editor: Editor): void {
  const statements = contents(editor).filter(({ kind }) => kind === 'empty')
  editor.edit('editor:edit.empty', (tx) => {
    for (const { id } of statements) tx.remove(id)
    if (statements.length === 0) tx.put(newAnnotation('empty', {}))
  })
}

function mayBeEmpty(editor: Editor): true | string {
  if (editor.canWrite.value !== true) return editor.canWrite.value
  return contents(editor).every(({ kind }) => kind === 'empty') || 'has-annotations'
}

/** Drawing with these tools; the first one is where Escape leads back to. */
export function drawCommands(tools: readonly Tool[]): readonly Command[] {
  const canDraw = (e: Editor) => isDrawing(e) === true || e.canWrite.value
  return [
    defineCommand('draw.start', 'draw', (e) => drawOrFinish(e, tools), {
      icon: 'pencil',
      keys: ['N'],
      enabled: canDraw,
    }),
    defineCommand('draw.finish', 'draw', (e) => e.complete(), {
      icon: 'check',
      keys: ['Enter'],
      enabled: isDrawing,
    }),
    defineCommand('draw.back', 'draw', (e) => e.back(), {
      icon: 'backspace',
      keys: ['Backspace'],
      enabled: isDrawing,
    }),
    defineCommand('draw.cancel', 'draw', (e) => stepOut(e, tools[0]), {
      icon: 'x',
      keys: ['Escape'],
    }),
    defineCommand('task.confirm-empty', 'task', toggleEmpty, {
      icon: 'square-check',
      keys: ['Shift+E'],
      enabled: mayBeEmpty,
      active: isEmpty,
    }),
  ]
}

/** One command per tool: `tool.<id>`. */
export function toolCommands(tools: readonly Tool[]): readonly Command[] {
  return tools.map((tool) => ({
    id: `tool.${tool.id}`,
    group: 'draw',
    title: tool.title,
    icon: tool.icon,
    ...(tool.keys ? { keys: tool.keys } : {}),
    enabled: (e) =>
      all(
        () => (tool.kind ? toolAllowed(e, tool.kind) : true),
        () => tool.allowed?.(e) ?? true,
      ),
    active: (e) => e.tool.value?.id === tool.id || e.tool.value?.within === tool.id,
    run: (e) => choose(e, tool),
  }))
}

/** A tool is of use when something may be written and a label allows its kind. */
function toolAllowed(editor: Editor, kind: string): true | string {
  if (editor.canWrite.value !== true) return editor.canWrite.value
  const known = editor.kinds.get(kind)
  const isLabelled = (known?.labelled ?? true) || known?.uses !== undefined
  const allows = editor.schema.value.labels.some(({ kinds }) => kinds.includes(kind))
  return !isLabelled || allows || 'kind-not-in-schema'
}
