import { describe, expect, test } from 'vitest'
import { commandsOf, keyedFor } from '../../core/commands'
import { Keymap } from '../../core/keymap'
import { PROFILES, type ProfileId } from '../../core/keymap-profiles'
import video from './index'

const commands = keyedFor(video, commandsOf(video, { labels: [], questions: [] }))
const bound = commands.map((command) => ({ scope: 'workbench', command }))

/** Made for recordings. */
const SOUND = new Set<ProfileId>(['praat', 'elan', 'audacity'])

test('no key is wanted by two commands', () => {
  const keymap = new Keymap(bound)
  const lost = commands.flatMap(({ id }) =>
    keymap
      .defaultKeys(id)
      .filter((key) => !keymap.keysOf(id).includes(key))
      .map((key) => `${id} ${key}`),
  )
  expect(lost).toEqual([])
})

describe.each(PROFILES.filter((profile) => !SOUND.has(profile)))('the keys of %s', (profile) => {
  const keymap = new Keymap(bound, { profile, keys: {} })

  test('are there for everything that videos have of their own', () => {
    const own = commands.filter(({ id }) => /^video\.|^tool\./.test(id))
    expect(own.filter(({ id }) => keymap.keysOf(id).length === 0)).toEqual([])
  })

  test('leave the keys of the shell alone', () => {
    const shell = ['I', 'Shift+I', 'Ctrl+S', 'Ctrl+B', 'Alt+B', 'Ctrl+F', 'Shift+W', 'Shift+S']
    const taken = commands.filter(({ id }) => keymap.keysOf(id).some((key) => shell.includes(key)))
    expect(taken.map(({ id }) => id)).toEqual([])
  })
})
