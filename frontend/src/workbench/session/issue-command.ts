import type { Command } from '../../core/command'
import { clampPoint, point2 } from '../../core/geometry'
import type { Tool } from '../../core/tool'
import type { IssueMove } from '../api/workbench-api'
import type { Issue } from '../types'
import type { Session } from './session'

/** One click says where the issue belongs; then the person is asked what it is. */
function placeTool(session: Session, back: Tool | null): Tool {
  return {
    id: 'issue',
    title: 'workbench:command.issue.new',
    icon: 'message-pin',
    cursor: 'crosshair',
    press: (editor) => ({
      move: () => undefined,
      release: (p) => {
        const [x, y] = clampPoint(point2(p.at), editor.extent)
        const record = editor.picker.at(p)[0]?.id ?? null
        editor.tool.value = back
        session.shell.ask({ kind: 'issue', draft: { record, anchor: { x, y } } })
        return 'done'
      },
      cancel: () => {
        editor.tool.value = back
      },
    }),
  }
}

/** Open an issue: about the selected annotation, or about the place that is clicked next. */
export function issueCommand(session: Session): Command {
  const { editor, shell } = session
  return {
    id: 'issue.new',
    group: 'task',
    title: 'workbench:command.issue.new',
    icon: 'message-pin',
    keys: ['I'],
    enabled: () => session.judges === true || `reasons:${session.judges}`,
    active: () => editor.tool.value?.id === 'issue',
    run: () => {
      const [selected] = editor.selected.peek()
      if (selected && editor.work.get(selected.id)) {
        shell.ask({ kind: 'issue', draft: { record: selected.id, anchor: null } })
        return
      }
      const current = editor.tool.peek()
      if (current?.id === 'issue') return
      editor.cancel()
      editor.tool.value = placeTool(session, current)
      shell.tell({ tone: 'info', key: 'place-issue' })
    },
  }
}

/** Who works resolves and takes that back; who judges verifies, or opens again what is not mended. */
export function movesOf(state: Issue['state'], judges: boolean): readonly IssueMove[] {
  if (state === 'open') return [judges ? 'verify' : 'resolve']
  if (state === 'verified') return judges ? ['reopen'] : []
  return judges ? ['verify', 'reopen'] : ['reopen']
}
