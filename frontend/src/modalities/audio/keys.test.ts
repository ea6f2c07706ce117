import { describe, expect, test } from 'vitest'
import { commandsOf, keyedFor } from '../../core/commands'
import { Keymap } from '../../core/keymap'
import { PROFILES, type ProfileId } from '../../core/keymap-profiles'
import { audioCommands, KEYS, WITHOUT } from './commands'
import { audioTools } from './tools'

const commands = keyedFor(
  { keys: KEYS },
  commandsOf(
    { tools: audioTools, commands: audioCommands, without: WITHOUT },
    { labels: [], questions: [] },
  ),
)
const bound = commands.map((command) => ({ scope: 'workbench', command }))

/** What a transcriber does every minute; without a key it is no profile. */
const DAILY = [
  'play',
  'play-segment',
  'write',
  'next',
  'previous',
  'mark',
  'split',
  'merge',
  'back',
]

describe.each(PROFILES)('the keys of %s', (profile: ProfileId) => {
  const keymap = new Keymap(bound, { profile, keys: {} })

  test('are there for what is done every minute', () => {
    expect(DAILY.filter((id) => keymap.keysOf(`audio.${id}`).length === 0)).toEqual([])
  })

  test('are wanted by one command each', () => {
    const lost = commands.flatMap(({ id }) =>
      keymap
        .defaultKeys(id)
        .filter((key) => !keymap.keysOf(id).includes(key))
        .map((key) => `${id} ${key}`),
    )
    expect(lost).toEqual([])
  })
})

test('everything has a key, and what is done while writing has one that types nothing', () => {
  const keymap = new Keymap(bound)
  const own = audioCommands.filter(({ id }) => id.startsWith('audio.'))
  expect(own.filter(({ id }) => keymap.keysOf(id).length === 0)).toEqual([])
  const inText = own.filter(({ whileTyping }) => whileTyping).map(({ id }) => id)
  const isSafe = (key: string) => /^(Ctrl|Alt)\+|^(Shift\+)?(Tab|Enter|F\d+|Arrow)/.test(key)
  expect(inText.filter((id) => !keymap.keysOf(id).some(isSafe))).toEqual([])
})
