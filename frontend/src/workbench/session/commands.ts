import type { Command, CommandGroup } from '../../core/command'
import type { Bound } from '../../core/keymap'
import { attributeCommands } from '../attributes/commands'
import { compareCommands } from '../compare/commands'
import { carryCommands } from './carry'
import { isOpen } from './findings'
import type { Flow } from './flow'
import { goTo } from './pins'
import type { Session } from './session'
import { TABS } from './shell-state'

type Options = Partial<Pick<Command, 'icon' | 'keys' | 'enabled' | 'active' | 'text'>>

/** A command of the shell; its name is catalogue key `workbench:command.<id>`. */
export const command = (
  id: string,
  group: CommandGroup,
  run: () => void,
  options: Options = {},
): Command => ({
  id,
  group,
  run,
  title: `workbench:command.${id}`,
  enabled: () => true,
  ...options,
})

/** A reason of the server's, to be told from those of the editor. */
export const permitted = (permission: true | string): true | string =>
  permission === true || `reasons:${permission}`

function whenIdle({ shell }: Session, permission: true | string): () => true | string {
  return () => (shell.busy.value ? 'workbench:reason.busy' : permitted(permission))
}

function labellingCommands(session: Session, flow: Flow): readonly Command[] {
  const { can } = session.bundle.task
  return [
    command('task.submit-next', 'task', () => void flow.submit('submit-next'), {
      icon: 'player-track-next',
      keys: ['Ctrl+Enter'],
      enabled: whenIdle(session, can.submit),
    }),
    command('task.submit', 'task', () => void flow.submit('submit'), {
      icon: 'send',
      keys: ['Ctrl+Shift+Enter'],
      enabled: whenIdle(session, can.submit),
    }),
    command('task.skip', 'task', () => session.shell.ask({ kind: 'skip' }), {
      icon: 'player-skip-forward',
      keys: ['Shift+S'],
      enabled: whenIdle(session, can.skip),
    }),
  ]
}

function reviewCommands(session: Session, flow: Flow): readonly Command[] {
  const { can } = session.bundle.task
  return [
    command('task.accept', 'task', () => void flow.review('accept'), {
      icon: 'circle-check',
      keys: ['Ctrl+Enter'],
      enabled: whenIdle(session, can.accept),
    }),
    command('task.return', 'task', () => session.shell.ask({ kind: 'return' }), {
      icon: 'arrow-back',
      keys: ['Alt+Enter'],
      enabled: whenIdle(session, can.return),
    }),
  ]
}

function sampleCommands(session: Session, flow: Flow, can: true | string): readonly Command[] {
  return [
    command('sample.pass', 'task', () => void flow.inspect('pass'), {
      icon: 'circle-check',
      keys: ['Ctrl+Enter'],
      enabled: whenIdle(session, can),
    }),
    command('sample.fail', 'task', () => session.shell.ask({ kind: 'fail' }), {
      icon: 'x',
      keys: ['Alt+Enter'],
      enabled: whenIdle(session, can),
    }),
  ]
}

function decisionCommands(session: Session, flow: Flow): readonly Command[] {
  const { sample } = session.bundle
  if (sample) return sampleCommands(session, flow, sample.can)
  return session.isReview ? reviewCommands(session, flow) : labellingCommands(session, flow)
}

/** Steps through the strip of neighbours; the server's own order where there is none. */
function neighbour({ bundle }: Session, by: 1 | -1): string | null {
  const strip = bundle.neighbours ?? []
  const at = strip.findIndex(({ task }) => task === bundle.task.id)
  if (at >= 0) return strip[at + by]?.task ?? null
  return by > 0 ? bundle.task.next : bundle.task.previous
}

function navigationCommands(session: Session, flow: Flow): readonly Command[] {
  const step = (id: string, by: 1 | -1, icon: string, key: string) =>
    command(id, 'task', () => flow.go(neighbour(session, by)), {
      icon,
      keys: [key],
      enabled: () => neighbour(session, by) !== null || 'workbench:reason.no-neighbour',
    })
  return [
    step('task.next', 1, 'chevron-right', 'F'),
    step('task.previous', -1, 'chevron-left', 'D'),
    command('task.save', 'task', () => void flow.save(), {
      icon: 'device-floppy',
      keys: ['Ctrl+S'],
    }),
    command('task.leave', 'task', () => flow.leave(), { icon: 'arrow-left' }),
  ]
}

function goToFinding(session: Session): void {
  const { findings, editor, shell } = session
  const open = findings.peek().filter(isOpen)
  const current = open.findIndex(({ record }) => record && editor.selection.peek().has(record))
  const next = open[(current + 1) % open.length]
  shell.show('findings')
  if (next) goTo(session, next.record)
}

function panelCommands({ shell }: Session): readonly Command[] {
  const toggle = (id: string, state: 'open' | 'strip', icon: string, key: string) =>
    command(
      id,
      'view',
      () => {
        shell[state].value = !shell[state].peek()
        shell.remember()
      },
      { icon, keys: [key], active: () => shell[state].value },
    )
  return [
    ...shell.tabs.map((tab) =>
      command(`panel.${tab}`, 'view', () => shell.show(tab), {
        icon: 'layout-sidebar-right',
        keys: [`Alt+${TABS.indexOf(tab)}`],
        active: () => shell.open.value && shell.tab.value === tab,
      }),
    ),
    toggle('view.sidebar', 'open', 'layout-sidebar-right', 'Ctrl+B'),
    toggle('view.strip', 'strip', 'layout-bottombar', 'Alt+B'),
    command(
      'objects.filter',
      'select',
      () => {
        shell.show('objects')
        shell.filterFocus.value += 1
      },
      { icon: 'filter', keys: ['Ctrl+F'] },
    ),
    command('help.keys', 'view', () => shell.ask({ kind: 'help' }), {
      icon: 'keyboard',
      keys: ['?', 'F1'],
    }),
    command('help.palette', 'view', () => shell.ask({ kind: 'palette' }), {
      icon: 'command',
      keys: ['Ctrl+K'],
    }),
  ]
}

/** Everything the shell adds to the commands of the editor. */
export function shellCommands(session: Session, flow: Flow): readonly Command[] {
  const next = command('finding.next', 'task', () => goToFinding(session), {
    icon: 'alert-triangle',
    keys: ['Shift+W'],
    enabled: () => session.findings.value.some(isOpen) || 'workbench:reason.no-findings',
  })
  return [
    ...decisionCommands(session, flow),
    ...navigationCommands(session, flow),
    next,
    ...carryCommands(session),
    ...attributeCommands(session, () => flow.go(neighbour(session, 1))),
    ...(session.shell.tabs.includes('compare') ? compareCommands(session) : []),
    ...panelCommands(session),
  ]
}

// What only makes sense while drawing, or only while not, may share a key with the other.
const DRAWING = new Set(['draw.finish', 'draw.back'])
const IDLE = new Set(['edit.delete'])

export function bound(commands: readonly Command[]): readonly Bound<Command>[] {
  return commands.map((one) => ({ scope: scopeOf(one.id), command: one }))
}

/** Where the keys of a mode count: before all others, while it is on. */
export const ATTRIBUTES = 'attributes'
export const COMPARING = 'compare'

function scopeOf(id: string): string {
  if (id.startsWith('attributes.')) return ATTRIBUTES
  if (id.startsWith('compare.')) return COMPARING
  if (DRAWING.has(id)) return 'workbench.drawing'
  return IDLE.has(id) ? 'workbench.idle' : 'workbench'
}
