/** Two layers beside and over each other: what differs, what is shown of it, and what a person does with it. */
import { beforeAll, describe, expect, test } from 'vitest'
import { loadModality } from '../../core/registry'
import { opened } from '../testing/opened'
import type { Comparison, LayerInfo } from '../types'
import { whileComparing } from './commands'
import { areStacked } from './layout'
import { overlaid, overSchema, relabelled, thingsOf } from './things'

const box = (id: string, x: number) => ({
  id,
  kind: 'box',
  label: 'car',
  data: { x, y: 10, width: 50, height: 40 },
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' as const },
  score: null,
})
const arrow = (id: string, from: string, to: string) => ({
  ...box(id, 0),
  kind: 'relation',
  label: 'rides',
  data: { from, to },
})

const LABEL = {
  name: { en: '', zh: '' },
  color: '#4363d8',
  hotkey: null,
  kinds: [],
  attributes: [],
}

const comparison: Comparison = {
  left: [box('kept', 10), box('moved', 100), box('gone', 200)],
  right: [box('twin', 10), box('moved', 102), box('new', 300), arrow('joins', 'twin', 'new')],
  things: [
    { left: 'kept', right: 'twin', parts: [], alike: 1 },
    { left: 'moved', right: 'moved', parts: ['shape'], alike: 0.92 },
    { left: 'gone', right: null, parts: [], alike: null },
    { left: null, right: 'new', parts: [], alike: null },
    { left: null, right: 'joins', parts: [], alike: null },
  ],
}

const layer = (key: string, what: LayerInfo['what']): LayerInfo => ({
  key,
  what,
  person: null,
  model: '',
  at: null,
  origin: '',
  round: null,
  decision: '',
})

beforeAll(() => loadModality('image'), 240_000)

test('a shape that is alike enough counts as the same', () => {
  const whats = (least: number) => thingsOf(comparison, least).map(({ what }) => what)
  expect(whats(100)).toEqual([null, 'changed', 'left', 'right', 'right'])
  expect(whats(92)).toEqual([null, null, 'left', 'right', 'right'])
  expect(whats(93)).toEqual([null, 'changed', 'left', 'right', 'right'])
})

test('over each other, what is the same is there once and what changed twice', async () => {
  const { kinds } = await loadModality('image')
  const shown = overlaid(thingsOf(comparison, 100), new Map(kinds.map((kind) => [kind.id, kind])))
  expect(shown.map(({ id, label }) => `${id} ${label}`)).toEqual([
    'left:kept same/car',
    'left:moved before/car',
    'right:moved after/car',
    'left:gone left/car',
    'right:new right/car',
    'right:joins right/rides',
  ])
  // The arrow of the right layer begins at what stands for its end in the picture.
  expect(shown.at(-1)?.data).toEqual({ from: 'left:kept', to: 'right:new' })
  const labels = ['car', 'rides'].map((key) => ({ ...LABEL, key }))
  const painted = new Map(
    overSchema({ labels, questions: [] }).labels.map(({ key, color }) => [key, color]),
  )
  expect(new Set(shown.map(({ label }) => painted.get(label))).size).toBe(5)
})

describe('a comparison', () => {
  async function compared(layers: readonly LayerInfo[]) {
    const { api, session } = await opened()
    Object.assign(api, { listed: layers, comparison })
    await session.comparing.open()
    return { api, session, comparing: session.comparing }
  }

  test('begins with what the work was, and steps round through what differs', async () => {
    const { api, comparing, session } = await compared([
      layer('work', 'work'),
      layer('revision-3', 'earlier'),
    ])
    expect(api.asked).toContain('compare revision-3 work')
    const keys = ['moved/moved', 'gone/', '/new', '/joins']
    const step = (by: 1 | -1) => {
      comparing.step(by)
      return comparing.active.peek()
    }
    expect([1, 1, 1, 1, 1].map(() => step(1))).toEqual([...keys, keys[0]])
    expect(step(-1)).toBe('/joins')
    comparing.toggle('right')
    expect(comparing.listed.peek().map(({ key }) => key)).toEqual(keys.slice(0, 2))
    await comparing.swap()
    expect(api.asked.at(-1)).toBe('compare work revision-3')
    session.dispose()
  })

  test('begins with two answers where there are some, which need not be quite the same', async () => {
    const { api, comparing, session } = await compared([
      layer('work', 'work'),
      layer('answer-1', 'answer'),
      layer('answer-2', 'answer'),
    ])
    expect(api.asked).toContain('compare answer-1 answer-2')
    expect(comparing.listed.peek().map(({ key }) => key)).not.toContain('moved/moved')
    session.dispose()
  })

  test('leaves the work alone: what would change it waits', async () => {
    const { session } = await compared([layer('work', 'work')])
    const commands = session.editorCommands.peek()
    const remove = commands.find(({ id }) => id === 'edit.delete')
    const zoom = commands.find(({ id }) => id === 'zoom.fit')
    if (!remove || !zoom) throw new Error('no such command')
    const verdicts = () => [remove, zoom].map((one) => whileComparing(session, one))
    expect(verdicts()).toEqual([true, true])
    session.shell.show('compare')
    expect(verdicts()).toEqual(['workbench:reason.comparing', true])
    session.dispose()
  })
})

test('a changed label is called by both names in the difference', () => {
  const labels = [
    { ...LABEL, key: 'car', name: { en: 'Car', zh: '轿车' } },
    { ...LABEL, key: 'van', name: { en: 'Van', zh: '面包车' } },
  ]
  const things = thingsOf(
    {
      left: [box('a', 10), box('b', 200)],
      right: [{ ...box('a', 10), label: 'van' }, box('b', 200)],
      things: [
        { left: 'a', right: 'a', parts: ['label'], alike: 1 },
        { left: 'b', right: 'b', parts: [], alike: 1 },
      ],
    },
    100,
  )
  const schema = overSchema({ labels, questions: [] }, relabelled(things))
  const names = overlaid(things, new Map()).map(
    ({ label }) => schema.labels.find(({ key }) => key === label)?.name,
  )
  const both = { en: 'Car → Van', zh: '轿车 → 面包车' }
  expect(names).toEqual([both, both, { en: 'Car', zh: '轿车' }])
})

test('wide pictures lie one above the other where that shows them larger', () => {
  const wide = { width: 1920, height: 1080 }
  expect(areStacked(1120, 745, wide)).toBe(true)
  expect(areStacked(2200, 745, wide)).toBe(false)
  expect(areStacked(1120, 745, { width: 1080, height: 1920 })).toBe(false)
})
