import 'fake-indexeddb/auto'
import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../../api/error'
import type { Command } from '../../core/command'
import { keyedFor } from '../../core/commands'
import { Keymap } from '../../core/keymap'
import { PROFILES } from '../../core/keymap-profiles'
import en from '../../locales/en/workbench.json'
import zh from '../../locales/zh/workbench.json'
import { knowsIcon } from '../icons'
import { lookedAt, makeFindings, makeIssues, reviewTask } from '../testing/fixture'
import type { MemoryApi } from '../testing/memory-api'
import { type Over, opened } from '../testing/opened'
import { bound, shellCommands } from './commands'
import { shownFindings } from './findings'
import { Flow } from './flow'
import { issueCommand } from './issue-command'
import { isForeign, Keyboard } from './keyboard'
import type { Session } from './session'

const went: string[] = []
const to = {
  open: (task: string | null) => void went.push(`open ${task}`),
  leave: () => void went.push('leave'),
  reload: () => void went.push('reload'),
  toSample: (_: string, sample: string) => void went.push(`sample ${sample}`),
}
let session: Session
let api: MemoryApi
let flow: Flow
let commands: readonly Command[]

async function open(over: Over = () => ({})): Promise<void> {
  const bench = await opened(over)
  session = bench.session
  api = bench.api
  flow = new Flow(session, to)
  commands = keyedFor(session.modality, [
    ...shellCommands(session, flow),
    issueCommand(session),
    ...session.editorCommands.value,
  ])
}

/** Mend everything that the fixture has wrong. */
function mend(): void {
  const { editor } = session
  editor.edit('mend', (tx) => {
    for (const { id, kind } of editor.work.records.peek().values()) {
      if (kind !== 'polyline') tx.remove(id)
    }
    tx.put({
      ...([...editor.work.records.peek().values()][0] as never as object),
      id: 'answers',
      kind: 'answers',
      label: '',
      data: {},
      attributes: { weather: ['clear'] },
    } as never)
  })
}

beforeEach(() => {
  went.length = 0
  localStorage.clear()
})
afterEach(() => {
  session?.dispose()
})

describe('submit', () => {
  test('open problems come first, and are shown', async () => {
    await open()
    await flow.submit('submit-next')
    expect(api.asked).toEqual([])
    expect(session.shell.tab.value).toBe('findings')
    expect(session.shell.notice.value).toMatchObject({ key: 'blocked', params: { count: 3 } })
  })

  test('everything is saved before, then the next task opens', async () => {
    await open()
    mend()
    await flow.submit('submit-next')
    const server = api.servers.get(session.bundle.document.id)
    expect(server?.records.size).toBe(2)
    expect(api.asked).toEqual([`submit task-4 ${server?.revision} next annotator`])
    expect(went).toEqual(['open task-5'])
  })

  test('a next task that did not come with the answer is asked for', async () => {
    await open()
    mend()
    api.submit = () => Promise.resolve(undefined)
    await flow.submit('submit-next')
    expect(api.asked).toEqual(['next'])
    expect(went).toEqual(['open task-5'])
  })

  test('nothing is submitted while something is pending', async () => {
    await open()
    mend()
    api.weather = 'offline'
    await flow.submit('submit')
    expect(api.asked).toEqual([])
    expect(session.shell.notice.value).toMatchObject({ key: 'unsaved.offline' })
    api.weather = 'fine'
    await session.saving.work.resume()
    await flow.submit('submit')
    expect(went).toEqual(['reload'])
  })

  test('an empty task asks first and then says so in the document', async () => {
    await open(({ document, schema }) => ({
      document: { ...document, records: [] },
      schema: { ...schema, content: { ...schema.content, questions: [] } },
    }))
    await flow.submit('submit')
    expect(session.shell.dialog.value).toEqual({ kind: 'empty', how: 'submit' })
    await flow.confirmEmpty('submit')
    const server = api.servers.get(session.bundle.document.id)
    expect([...(server?.records.values() ?? [])].map(({ kind }) => kind)).toEqual(['empty'])
    expect(went).toEqual(['reload'])
  })

  test('what the server finds at submit is fetched and shown', async () => {
    await open()
    mend()
    const blocked = { code: 'findings-open', message: '', fields: {}, params: {} }
    api.submit = () => Promise.reject(new ApiError(409, blocked))
    const load = api.load.bind(api)
    api.load = async () => {
      const bundle = await load()
      const [first] = makeFindings(bundle.document.records)
      return { ...bundle, findings: first ? [{ ...first, severity: 'block' as const }] : [] }
    }
    await flow.submit('submit')
    expect(session.shell.notice.value).toMatchObject({ tone: 'error' })
    expect(session.findings.value.map(({ check }) => check)).toEqual(['too-fast'])
    expect(session.shell.tab.value).toBe('findings')
  })

  test('skip gives the reason and goes on; review decides and goes on', async () => {
    await open()
    await flow.skip('broken')
    expect(api.asked).toEqual(['skip task-4 broken', 'next'])
    session.dispose()
    await open(() => ({ task: reviewTask }))
    await flow.review('return', 'see issues')
    expect(api.asked).toEqual(['review task-4 return', 'next'])
  })
})

test('QA judges a task of its sample where it looks at it, and goes on to the next one', async () => {
  const sample = { id: 's', verdict: '', note: '', can: true, inspected: 0, size: 2 } as const
  await open(() => ({ task: lookedAt, sample: { ...sample, next: 'task-9' } }))
  expect(commands.some(({ id }) => id === 'task.submit')).toBe(false)
  commands.find(({ id }) => id === 'sample.pass')?.run(session.editor)
  await vi.waitFor(() => expect(went).toEqual(['open task-9']))
  session.dispose()
  went.length = 0
  await open(() => ({ task: lookedAt, sample: { ...sample, next: null } }))
  await flow.inspect('fail', 'one is missing')
  expect(api.asked).toEqual(['inspect s task-4 fail'])
  expect(went).toEqual(['sample s'])
})

describe('suggestions', () => {
  test('accept and reject are saved in their own documents and undone together', async () => {
    await open()
    const { editor } = session
    const [first, second] = [...editor.offered.peek().keys()]
    const run = (id: string) => editor.run(commands.find((one) => one.id === id) as Command)
    editor.select([first as string])
    expect(run('suggestion.accept')).toBe(true)
    editor.select([second as string])
    expect(run('suggestion.reject')).toBe(true)
    await session.saving.flush()
    const work = api.servers.get(session.bundle.document.id)
    const layer = api.servers.get(session.bundle.suggestions[0]?.document.id ?? '')
    expect(work?.records.has(first as string)).toBe(true)
    expect(layer?.records.has(second as string)).toBe(false)
    editor.history.undo()
    editor.history.undo()
    await session.saving.flush()
    expect(work?.records.has(first as string)).toBe(false)
    expect(layer?.records.has(second as string)).toBe(true)
    expect(session.saving.status.value.state).toBe('saved')
  })
})

describe('findings', () => {
  test('a live finding takes the waiver of its twin; others of the server follow, worst first', async () => {
    await open((bundle) => ({ findings: makeFindings(bundle.document.records) }))
    session.checks.settle()
    const [live] = session.checks.findings.value
    const twin = {
      ...(makeFindings([])[0] as ReturnType<typeof makeFindings>[number]),
      id: 'twin',
      check: live?.check ?? '',
      record: live?.record ?? null,
      state: 'waived' as const,
      waiver: { by: null, reason: 'as agreed' },
    }
    const shown = shownFindings(live ? [live] : [], [twin], () => true)
    expect(shown).toMatchObject([{ stored: 'twin', waiver: { reason: 'as agreed' } }])
    const missed = { ...twin, record: null, params: { x: 130, y: 50 } }
    expect(shownFindings([], [missed], () => false)).toMatchObject([
      { record: null, at: [130, 50] },
    ])
    session.checks.settle()
    const severities = session.findings.value.map(({ severity }) => severity)
    expect(severities).toEqual(['block', 'block', 'block', 'warning', 'info'])
  })

  test('annotations with findings carry a mark on the canvas', async () => {
    await open()
    session.checks.settle()
    expect(session.editor.view.marks.value.size).toBe(2)
  })
})

test('issues are pinned where they are, numbered as in the list', async () => {
  await open(({ document }) => ({ task: reviewTask, issues: makeIssues(document.records) }))
  const pins = session.editor.view.pins.value
  expect(pins.map(({ text, tone }) => `${text} ${tone}`)).toEqual([
    '1 open',
    '2 open',
    '3 resolved',
  ])
  session.shell.activeIssue.value = 'issue-2'
  expect(session.editor.view.pins.value[1]).toMatchObject({
    tone: 'open',
    active: true,
    at: [1300, 480],
  })
})

test('a further review begins with what became of the last one', async () => {
  const at = '2026-01-01T00:00:00Z'
  const since = { round: 1, decision: 'return', note: '', by: null, at, changes: [] } as const
  await open(() => ({ task: reviewTask, since }))
  expect(session.shell.tab.value).toBe('changes')
  session.dispose()
  await open(() => ({ task: reviewTask }))
  expect(session.shell.tabs).not.toContain('changes')
})

test('returned work begins with its issues; a viewer can only look', async () => {
  await open(({ document, task }) => ({
    task: { ...task, state: 'returned', round: 2 },
    issues: makeIssues(document.records),
  }))
  expect(session.shell.tab.value).toBe('issues')
  session.dispose()
  await open(() => ({ task: lookedAt }))
  const verdict = commands.find(({ id }) => id === 'task.submit')?.enabled(session.editor)
  expect(verdict).toBe('reasons:not-assigned')
})

describe('commands', () => {
  test.each(['label', 'review'])(
    'every one has a known icon, and no two want one key (%s)',
    async (mode) => {
      await open(mode === 'review' ? () => ({ task: reviewTask }) : undefined)
      expect(commands.filter(({ icon }) => !knowsIcon(icon ?? '')).map(({ id }) => id)).toEqual([])
      for (const profile of PROFILES) {
        const keymap = new Keymap(bound(commands), { profile, keys: {} })
        const lost = commands.flatMap(({ id }) =>
          keymap
            .defaultKeys(id)
            .filter((key) => !keymap.keysOf(id).includes(key))
            .map((key) => `${id} ${key}`),
        )
        expect(lost).toEqual([])
      }
      expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    },
  )

  test('every command of the shell has a name in both languages', async () => {
    await open()
    const nameOf = (catalogue: object, title: string) =>
      title
        .replace('workbench:', '')
        .split('.')
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], catalogue)
    for (const { title } of commands.filter((one) => one.title.startsWith('workbench:'))) {
      expect(nameOf(en, title), title).toBeTypeOf('string')
      expect(nameOf(zh, title), title).toBeTypeOf('string')
    }
  })
})

describe('keyboard', () => {
  const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}) =>
    target.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        code: `Key${key.toUpperCase()}`,
        bubbles: true,
        cancelable: true,
        ...more,
      }),
    )

  test('keys run commands, but not in text fields or while composing', async () => {
    await open()
    const keyboard = new Keyboard(session, signal(commands), null)
    document.body.innerHTML =
      '<input id="text"><input id="box" type="checkbox"><div role="dialog"><i id="in"></i></div>'
    const at = (id: string) => document.getElementById(id) as HTMLElement
    press(at('text'), 'f')
    press(document.body, 'f', { isComposing: true })
    press(at('in'), 'f')
    expect(went).toEqual([])
    press(at('box'), 'f')
    expect(went).toEqual(['open task-5'])
    session.shell.ask({ kind: 'skip' })
    press(document.body, 'f')
    expect(went).toHaveLength(1)
    expect(keyboard.keymap.value.keysOf('task.next')).toEqual(['F'])
  })

  test('a command that cannot be run says why', async () => {
    await open()
    new Keyboard(session, signal(commands), null)
    press(document.body, 'z', { ctrlKey: true })
    expect(session.shell.notice.value).toMatchObject({
      key: 'disabled',
      params: { reason: 'nothing-to-undo' },
    })
  })

  test('a focused button keeps Enter and Space for itself', () => {
    document.body.innerHTML = '<button id="b">x</button>'
    const event = (key: string, more: KeyboardEventInit = {}) => {
      const made = new KeyboardEvent('keydown', { key, ...more })
      Object.defineProperty(made, 'target', { value: document.getElementById('b') })
      return made
    }
    expect(isForeign(event('Enter'))).toBe(true)
    expect(isForeign(event('Enter', { ctrlKey: true }))).toBe(false)
    // Otherwise Alt+Enter (return) would press Accept where that was pressed last.
    expect(isForeign(event('Enter', { altKey: true }))).toBe(false)
    expect(isForeign(event('n'))).toBe(false)
  })

  test('chosen keys go to the account', async () => {
    await open()
    const keyboard = new Keyboard(session, signal(commands), { profile: 'labelstudio', keys: {} })
    expect(keyboard.keymap.value.keysOf('tool.box')).toEqual(['R'])
    await keyboard.remember({ profile: 'groundwork', keys: { 'task.next': ['W'] } })
    expect(api.asked).toEqual(['preference keymap'])
    press(document.body, 'w')
    expect(went).toEqual(['open task-5'])
  })
})

test('a schema that changed under the open task: the rest is saved, the object is shown, the labels follow', async () => {
  await open()
  const server = api.servers.get(session.bundle.document.id)
  if (server) server.allows = ({ label }) => label !== 'truck'
  const load = api.load.bind(api)
  const content = {
    ...session.bundle.schema.content,
    labels: session.bundle.schema.content.labels.filter(({ key }) => key !== 'truck'),
  }
  api.load = async () => ({ ...(await load()), schema: { version: 4, content } })
  const { editor, shell } = session
  const ofLabel = (label: string) =>
    [...editor.work.records.peek().values()].find((one) => one.label === label)?.id ?? ''
  const [truck, car] = [ofLabel('truck'), ofLabel('car')]
  editor.edit('move', (tx) => {
    for (const id of [truck, car]) tx.update(id, (one) => ({ ...one, z: 5 }))
  })
  const status = await session.saving.flush()
  expect(status).toMatchObject({ state: 'refused', refused: 1 })
  expect(server?.records.get(car)?.z).toBe(5)
  await vi.waitFor(() => expect(shell.notice.value).toMatchObject({ key: 'schema-changed' }))
  expect(shell.tab.value).toBe('findings')
  session.checks.settle()
  expect(
    session.findings.value.map(({ check, record }) => `${check} ${record === truck}`),
  ).toContain('label-unknown true')
})

test('leaving disposes of everything but what is still being saved', async () => {
  await open()
  mend()
  session.dispose()
  await vi.waitFor(() => {
    expect(api.servers.get(session.bundle.document.id)?.records.size).toBe(2)
  })
  expect(session.scope.alive).toBe(false)
})
