/** Keys of every medium beside those of the shell: what is done all day has a key, and no two want the same one. */
import { beforeAll, describe, expect, test } from 'vitest'
import { keyedFor } from '../../core/commands'
import { Keymap } from '../../core/keymap'
import type { ProfileId } from '../../core/keymap-profiles'
import { loadModality } from '../../core/registry'
import { opened } from '../testing/opened'
import type { Bundle } from '../types'
import { bound, shellCommands } from './commands'
import { Flow } from './flow'
import { issueCommand } from './issue-command'
import { handBack } from './keyboard'

const nowhere = { open: () => {}, leave: () => {}, reload: () => {}, toSample: () => {} }
const answers = { people: [], things: [], combined: [] }
const since = { round: 1, decision: 'return', note: '', by: null, at: '', changes: [] } as const

const MEDIA = ['image', 'audio', 'scene']

beforeAll(async () => {
  for (const medium of MEDIA) await loadModality(medium)
}, 240_000)

async function keymapOf(
  modality: string,
  slot: 'annotator' | 'reviewer',
  profile: ProfileId = 'groundwork',
) {
  const { session } = await opened((bundle: Bundle) => ({
    answers,
    since,
    task: { ...bundle.task, slot, project: { ...bundle.task.project, modality } },
  }))
  const flow = new Flow(session, nowhere)
  const own = [...shellCommands(session, flow), issueCommand(session)]
  const commands = keyedFor(session.modality, [...own, ...session.editorCommands.peek()])
  session.dispose()
  return { commands, keymap: new Keymap(bound(commands), { profile, keys: {} }) }
}

/** Commands whose keys others have. */
const lost = ({ commands, keymap }: Awaited<ReturnType<typeof keymapOf>>): readonly string[] =>
  commands
    .filter(({ id }) => keymap.defaultKeys(id).some((key) => !keymap.keysOf(id).includes(key)))
    .map(({ id }) => `${id} ${keymap.defaultKeys(id).join(' ')}`)

describe.each(MEDIA)('the keys of %s', (modality) => {
  test.each(['annotator', 'reviewer'] as const)('are not taken by the shell: %s', async (slot) => {
    expect(lost(await keymapOf(modality, slot))).toEqual([])
  })
})

test('who pushes boxes with the left hand loses no other key', async () => {
  expect(lost(await keymapOf('scene', 'annotator', 'sustech'))).toEqual([])
})

test('a button that was pressed by the mouse leaves the keys to the stage, unless it has opened something', () => {
  document.body.innerHTML =
    '<button id="b">x</button><button id="c" aria-haspopup="menu">y</button>'
  const click = (id: string, detail: number): boolean => {
    const button = document.getElementById(id)
    button?.focus()
    const made = new MouseEvent('click', { detail })
    Object.defineProperty(made, 'target', { value: button })
    handBack(made)
    return document.activeElement === button
  }
  // Without a mouse, Enter on a focused button is a click, too.
  expect([click('b', 1), click('b', 0), click('c', 1)]).toEqual([false, true, true])
})
