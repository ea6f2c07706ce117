import { describe, expect, test } from 'vitest'
import { defaultPreferences, Keymap, KeyReader, readPreferences, scopesOverlap } from './keymap'
import { capsOf, isTyping, type KeyPress, keysCollide, partsOf, printKeys, strokeOf } from './keys'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
})

describe('strokes', () => {
  test.each<[string, KeyPress, string | null]>([
    ['a letter', press('n', { code: 'KeyN' }), 'N'],
    ['caps lock', press('N', { code: 'KeyN' }), 'N'],
    ['shift', press('N', { code: 'KeyN', shiftKey: true }), 'Shift+N'],
    ['a Russian layout', press('т', { code: 'KeyN' }), 'N'],
    ['a French layout', press('a', { code: 'KeyQ' }), 'A'],
    ['Alt on a Mac types a symbol', press('ƒ', { code: 'KeyF', altKey: true }), 'Alt+F'],
    ['Cmd is Ctrl', press('z', { code: 'KeyZ', metaKey: true }), 'Ctrl+Z'],
    ['a shifted digit', press('!', { code: 'Digit1', shiftKey: true }), 'Shift+1'],
    ['the numeric pad', press('5', { code: 'Numpad5' }), '5'],
    ['a symbol', press('?', { code: 'Slash', shiftKey: true }), '?'],
    ['plus', press('+', { code: 'Equal', shiftKey: true, ctrlKey: true }), 'Ctrl++'],
    ['space', press(' ', { code: 'Space', ctrlKey: true }), 'Ctrl+Space'],
    ['a modifier alone', press('Shift', { shiftKey: true }), null],
    ['an input method', press('n', { code: 'KeyN', isComposing: true }), null],
    ['an old input method', press('n', { code: 'KeyN', keyCode: 229 }), null],
    ['an input method that hides the key', press('Process', { code: 'KeyN' }), null],
  ])('%s', (_, event, stroke) => {
    expect(strokeOf(event)).toBe(stroke)
  })

  test('are shown as the computer writes them', () => {
    expect(partsOf('Ctrl++')).toEqual({ modifiers: ['Ctrl'], key: '+' })
    expect(partsOf('+')).toEqual({ modifiers: [], key: '+' })
    expect(printKeys('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z')
    expect(printKeys('Ctrl+Shift+Z', true)).toBe('⌘⇧Z')
    expect(printKeys('T L', false)).toBe('T L')
    expect(capsOf('Ctrl+ArrowLeft', false)).toEqual([['Ctrl', '←']])
  })

  test('collide when one begins the other', () => {
    expect(keysCollide('T', 'T L')).toBe(true)
    expect(keysCollide('T H', 'T L')).toBe(false)
    expect(keysCollide('T', 'T')).toBe(true)
    expect(keysCollide('Tab', 'T')).toBe(false)
  })
})

describe('text fields', () => {
  const element = (html: string) => {
    document.body.innerHTML = html
    return document.body.firstElementChild
  }
  test.each([
    ['<input>', true],
    ['<input type="search">', true],
    ['<input type="number">', true],
    ['<textarea></textarea>', true],
    ['<select></select>', true],
    ['<input type="checkbox">', false],
    ['<input type="range">', false],
    ['<button></button>', false],
    ['<canvas></canvas>', false],
  ])('%s: %s', (html, typing) => {
    expect(isTyping(element(html))).toBe(typing)
  })
})

const command = (id: string, ...keys: string[]) => ({ id, keys })
const at = (scope: string, ...commands: ReturnType<typeof command>[]) =>
  commands.map((c) => ({ scope, command: c }))

describe('keymap', () => {
  const bound = [
    ...at('work', command('draw', 'N'), command('lock', 'L'), command('lock-all', 'T L')),
    ...at('work.drawing', command('back', 'Backspace')),
    ...at('work.idle', command('edit.delete', 'Delete')),
  ]

  test('a key runs its command in its scope only', () => {
    const keymap = new Keymap(bound)
    expect(keymap.find('N', 'work.idle')).toMatchObject({ id: 'draw' })
    expect(keymap.find('Backspace', 'work.idle')).toBeNull()
    expect(keymap.find('Backspace', 'work.drawing')).toMatchObject({ id: 'back' })
    expect(keymap.find('T', 'work')).toBe('more')
  })

  test('scopes that cannot be active together may share a key', () => {
    expect(scopesOverlap('work', 'work.idle')).toBe(true)
    expect(scopesOverlap('work.idle', 'work.drawing')).toBe(false)
    expect(scopesOverlap('work', 'workshop')).toBe(false)
    const keymap = new Keymap(bound, { profile: 'labelstudio', keys: {} })
    expect(keymap.find('Backspace', 'work.idle')).toMatchObject({ id: 'edit.delete' })
    expect(keymap.find('Backspace', 'work.drawing')).toMatchObject({ id: 'back' })
  })

  test('a key that is taken is refused with the name of who has it', () => {
    const keymap = new Keymap(bound)
    expect(keymap.rebind('draw', ['L'])).toEqual({ keys: 'L', command: command('lock', 'L') })
    expect(keymap.rebind('draw', ['T'])).toMatchObject({ command: { id: 'lock-all' } })
    expect(keymap.rebind('back', ['Delete'])).toMatchObject({ keys: { back: ['Delete'] } })
    expect(keymap.rebind('draw', ['N', 'M'])).toMatchObject({ keys: { draw: ['N', 'M'] } })
  })

  test('what a person chose comes first, and can be taken back', () => {
    const chosen = new Keymap(bound, { profile: 'groundwork', keys: { draw: ['L'] } })
    expect(chosen.keysOf('draw')).toEqual(['L'])
    expect(chosen.keysOf('lock')).toEqual([])
    expect(chosen.reset('draw')).toEqual(defaultPreferences)
    const without = new Keymap(bound, { profile: 'groundwork', keys: { draw: [] } })
    expect(without.find('N', 'work')).toBeNull()
    expect(without.defaultKeys('draw')).toEqual(['N'])
  })

  test('keys of a medium stay under a profile for others, and go under one that is made for it', () => {
    const zoom = { scope: 'work', command: { id: 'zoom.in', keys: ['='], ownKeys: true } }
    const keysIn = (profile: 'labelstudio' | 'praat') =>
      new Keymap([zoom], { profile, keys: {} }).keysOf('zoom.in')
    expect(keysIn('labelstudio')).toEqual(['='])
    expect(keysIn('praat')[0]).toBe('Ctrl+I')
  })

  test('stored preferences are read with care', () => {
    expect(readPreferences(null)).toEqual(defaultPreferences)
    expect(readPreferences({ profile: 'vim', keys: { a: ['N'], b: 'N', c: [1] } })).toEqual({
      profile: 'groundwork',
      keys: { a: ['N'] },
    })
    expect(readPreferences({ profile: 'labelstudio' }).profile).toBe('labelstudio')
  })

  test('chords: two strokes in time; otherwise each counts alone', () => {
    const keymap = new Keymap(bound)
    const reader = new KeyReader<ReturnType<typeof command>>()
    const type = (key: string, now: number) =>
      reader.read(press(key, { code: `Key${key.toUpperCase()}` }), keymap, 'work', now)
    expect(type('t', 0)).toBe('more')
    expect(type('l', 500)).toMatchObject({ id: 'lock-all' })
    expect(type('l', 600)).toMatchObject({ id: 'lock' })
    expect(type('t', 1000)).toBe('more')
    expect(type('l', 9000)).toMatchObject({ id: 'lock' })
    expect(type('t', 10_000)).toBe('more')
    expect(type('n', 10_100)).toMatchObject({ id: 'draw' })
  })
})
