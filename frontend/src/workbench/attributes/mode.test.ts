import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Annotation } from '../../core/patch'
import type { Attribute } from '../../core/schema'
import type { CameraControl } from '../../core/view'
import { opened } from '../testing/opened'
import { choicesOf } from './choices'

const attribute = (key: string, over: Partial<Attribute>): Attribute => ({
  key,
  name: { en: key, zh: key },
  type: 'select',
  options: [],
  min: null,
  max: null,
  step: null,
  default: null,
  required: false,
  when: null,
  ...over,
})

const colour = attribute('colour', {
  options: ['red', 'blue'].map((key) => ({ key, name: { en: key, zh: key } })),
})
const plate = attribute('plate', { type: 'text', when: { attribute: 'colour', in: ['red'] } })

const box = (id: string, label: string, attributes: Annotation['attributes'] = {}): Annotation => ({
  id,
  kind: 'box',
  label,
  data: { x: 10, y: 10, width: 40, height: 20 },
  attributes,
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
})

const label = (key: string, attributes: readonly Attribute[]) => ({
  key,
  name: { en: key, zh: key },
  color: '#4363d8',
  hotkey: null,
  kinds: ['box'],
  attributes,
})

const zoomed: unknown[] = []
const camera = { zoomTo: (to: unknown) => zoomed.push(to) } as unknown as CameraControl

async function open() {
  const { session } = await opened(({ document, schema }) => ({
    document: {
      ...document,
      records: [
        box('a', 'car', { colour: 'blue' }),
        box('b', 'tree'),
        box('c', 'car'),
        box('d', 'bus'),
      ],
    },
    schema: {
      ...schema,
      content: {
        labels: [label('car', [colour, plate]), label('bus', [colour]), label('tree', [])],
        questions: [],
      },
    },
    suggestions: [],
  }))
  session.editor.view.camera.value = camera
  return session
}

let session: Awaited<ReturnType<typeof open>>

beforeEach(async () => {
  zoomed.length = 0
  session = await open()
})

afterEach(() => {
  session.attributes.leave()
  session.dispose()
})

const colourOf = (id: string) => session.editor.work.get(id)?.attributes.colour

test('one key answers for one object and goes on to the next, starting where nothing is answered yet', () => {
  const { attributes, editor } = session
  expect(attributes.possible).toBe(true)
  attributes.start()
  expect(attributes.keys.value).toEqual(['colour', 'plate'])
  expect(attributes.current.value?.record.id).toBe('c')
  expect(attributes.answer(0)).toBe(false)
  expect([...editor.selection.value]).toEqual(['d'])
  expect(attributes.answer(1)).toBe(true)
  expect([colourOf('a'), colourOf('c'), colourOf('d')]).toEqual(['blue', 'red', 'blue'])
  expect(zoomed).toHaveLength(2)
  editor.history.undo()
  expect([colourOf('c'), colourOf('d')]).toEqual(['red', undefined])
})

test('only objects that have the attribute, as far as it applies, are asked', () => {
  const { attributes } = session
  attributes.start()
  attributes.answer(0)
  attributes.turn(1)
  expect(attributes.asked.value.map(({ record }) => record.id)).toEqual(['c'])
  expect(attributes.step(1)).toBe(false)
})

test('the next picture goes on with the same attribute', async () => {
  session.attributes.start()
  session.dispose()
  session = await open()
  expect(session.attributes.isOn).toBe(true)
  expect(session.attributes.current.value?.record.id).toBe('c')
})

test('keys stand for options, yes and no, and grades, which have the key of their number', () => {
  const values = (over: Partial<Attribute>) =>
    choicesOf(attribute('x', over)).map(({ key, value }) => [key, value])
  expect(values({ type: 'checkbox' })).toEqual([
    ['1', true],
    ['2', false],
  ])
  expect(values({ options: colour.options })).toEqual([
    ['1', 'red'],
    ['2', 'blue'],
  ])
  const half = values({ type: 'number', min: 0, max: 1, step: 0.5 })
  expect(half).toEqual([
    ['1', 0],
    ['2', 0.5],
    ['3', 1],
  ])
  expect(values({ type: 'number', min: 0, max: 100 })).toEqual([])
  const anchors = [1, 3].map((at) => ({ at, name: { en: 'x', zh: 'x' } }))
  expect(values({ type: 'number', min: 0, max: 100, anchors })).toEqual([
    ['1', 1],
    ['3', 3],
  ])
  const grades = values({ type: 'number', min: 0, max: 10, anchors })
  expect(grades).toHaveLength(11)
  expect([grades[3], grades[10]]).toEqual([
    ['3', 3],
    ['T', 10],
  ])
  const scores = ['2', '1', '0'].map((key) => ({ key, name: { en: key, zh: key } }))
  expect(values({ options: scores }).map(([key]) => key)).toEqual(['2', '1', '0'])
})
