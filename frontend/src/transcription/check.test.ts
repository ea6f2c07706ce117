import { expect, test } from 'vitest'
import insists from '../checks/transcription'
import advice from '../checks/transcription-advice'
import type { CheckContext } from '../core/check'
import type { Annotation } from '../core/patch'

const segment = (text: string): Annotation => ({
  id: 'a',
  kind: 'segment',
  label: 'speech',
  data: { start: 0, stop: 1, channel: null, tier: '', speaker: '', text, parent: null },
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
})
const context = (transcription?: object): CheckContext => ({
  extent: { width: 0, height: 0 },
  schema: { labels: [], questions: [], ...(transcription && { transcription }) },
  records: new Map(),
  params: {},
  kindOf: () => undefined,
  near: () => [],
})
const rules = { digits: 'forbidden', tags: [{ tag: '[noise]' }] }

test('what the project insists on and what it only asks for are two checks', () => {
  const text = segment('at  12')
  expect([...insists.run(text, context(rules))].map(({ key }) => key)).toEqual(['digits:4:12'])
  expect([...advice.run(text, context(rules))].map(({ key }) => key)).toEqual(['spaces:2:  '])
})

test('a remedy is one click and changes the text alone', () => {
  const text = segment('at  noon')
  const [found] = advice.run(text, context(rules))
  const after = { ...text, data: { ...(text.data as object), text: 'at noon' } }
  expect(found?.fix).toEqual([{ id: 'a', before: text, after }])
})

test('a reading is of another script, and no rule is for it', () => {
  const reading = { ...segment('nǐ hǎo 2'), label: 'reading' }
  expect([...insists.run(reading, context({ ...rules, scripts: ['Han'] }))]).toEqual([])
})

test('without rules or text there is nothing to say', () => {
  expect([...insists.run(segment('at 12'), context())]).toEqual([])
  expect([...insists.run(segment(''), context(rules))]).toEqual([])
})
