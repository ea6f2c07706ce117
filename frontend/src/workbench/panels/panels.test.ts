import { describe, expect, test } from 'vitest'
import type { Annotation } from '../../core/patch'
import type { Attribute } from '../../core/schema'
import { record, schema } from '../testing/fixture'
import { isBlank, sharedValue, summary, withValue } from './attribute-values'
import { numbersOf, verticesOf, withVertex } from './geometry-fields'
import { clicked, filterOf, linesOf, numbered } from './object-list'

const box = { x: 0, y: 0, width: 10, height: 10 }
const car = record('box', 'car', box, { attributes: { occlusion: 'partial', truncated: true } })
const sign = record('polygon', 'sign', { points: [], holes: [] })
const guess = record('box', 'truck', box, {
  source: { origin: 'model', model: 'learn' },
  score: 0.5,
})
const answers = record('answers', '', {})
const rows = numbered([guess, answers, sign, car])

describe('object list', () => {
  test('objects count from one in the order in which they were made; answers are no objects', () => {
    expect(rows.map((row) => [row.number, row.record.label])).toEqual([
      [1, 'car'],
      [2, 'sign'],
      [3, 'truck'],
    ])
  })

  test.each([
    ['', ['car', 'sign', 'truck']],
    ['car', ['car']],
    ['轿车', ['car']],
    ['kind:polygon', ['sign']],
    ['source:model', ['truck']],
    ['learn', ['truck']],
    ['attr:partial', ['car']],
    ['部分', ['car']],
    ['truncated', ['car']],
    ['attr:occlusion=partial label:car', ['car']],
    ['#3', ['truck']],
    ['car truck', []],
  ])('filter %j', (query, labels) => {
    const test = filterOf(query, schema)
    const kept = test ? rows.filter(test) : rows
    expect(kept.map((row) => row.record.label)).toEqual(labels)
  })

  test('what is said is found as well, where the modality says what tells one from another', () => {
    const captionOf = ({ label }: Annotation) => (label === 'sign' ? '0:03.2 S1 So yes' : '')
    const test = filterOf('s1 yes', schema, captionOf)
    expect(rows.filter((row) => test?.(row)).map((row) => row.record.label)).toEqual(['sign'])
  })

  test('groups follow the schema and fold', () => {
    const lines = linesOf(rows, schema, true, new Set(['car']))
    expect(
      lines.map((line) => (line.type === 'group' ? `${line.label} ${line.count}` : line.number)),
    ).toEqual(['car 1', 'truck 1', 3, 'sign 1', 2])
    expect(linesOf(rows, schema, false, new Set())).toBe(rows)
  })

  test('a label that the schema lost still has its group', () => {
    const lost = numbered([record('box', 'tram', box)])
    expect(linesOf(lost, schema, true, new Set())[0]).toMatchObject({ label: 'tram' })
  })

  test('clicks: one, one more, one less, a range', () => {
    const [a, b, c] = rows.map((row) => row.record.id) as [string, string, string]
    const plain = { toggle: false, range: false }
    expect([...clicked(rows, new Set([a]), b, plain)]).toEqual([b])
    const toggle = { toggle: true, range: false }
    expect([...clicked(rows, new Set([a]), b, toggle)]).toEqual([a, b])
    expect([...clicked(rows, new Set([a, b]), a, toggle)]).toEqual([b])
    const range = { toggle: false, range: true }
    expect([...clicked(rows, new Set([a]), c, range)]).toEqual([a, b, c])
    expect([...clicked(rows, new Set([c]), b, range)]).toEqual([b, c])
    expect([...clicked(rows, new Set(), b, range)]).toEqual([b])
  })

  test('each row is looked at as often however many there are', () => {
    const looks = (count: number): number => {
      let seen = 0
      const counted = Array.from(
        { length: count },
        () =>
          new Proxy(record('box', 'car', box), {
            get: (own, key, receiver) => {
              seen++
              return Reflect.get(own, key, receiver)
            },
          }),
      )
      linesOf(numbered(counted), schema, true, new Set())
      return seen / count
    }
    expect(looks(2000)).toBeGreaterThan(0)
    expect(looks(2000)).toBeLessThanOrEqual(looks(20) + 1)
  })
})

describe('attribute values', () => {
  const [car] = schema.labels
  const [occlusion, share, truncated] = (car?.attributes ?? []) as Attribute[] as [
    Attribute,
    Attribute,
    Attribute,
  ]
  const all = [occlusion, share, truncated]

  test('what no longer applies is dropped, what newly applies starts with its default', () => {
    expect(withValue(all, { occlusion: 'partial', hidden_share: 30 }, 'occlusion', 'none')).toEqual(
      { occlusion: 'none', truncated: false },
    )
    const withDefault = [occlusion, { ...share, default: 50 }]
    expect(withValue(withDefault, {}, 'occlusion', 'heavy')).toEqual({
      occlusion: 'heavy',
      hidden_share: 50,
    })
  })

  test('several annotations share a value or do not', () => {
    expect(sharedValue([{ a: 1 }, { a: 1 }], 'a')).toBe(1)
    expect(sharedValue([{ a: 1 }, {}], 'a')).toBeUndefined()
    expect(sharedValue([{}, {}], 'a')).toBeNull()
    expect([null, '', [], undefined].every(isBlank)).toBe(true)
    expect([0, false, 'x', ['x']].some(isBlank)).toBe(false)
  })

  test('a summary names options and switches that are on', () => {
    const zh = (text: { zh: string }) => text.zh
    expect(summary(all, { occlusion: 'partial', hidden_share: 30, truncated: true }, zh)).toBe(
      '部分 · 30 · 截断',
    )
    expect(summary(all, { truncated: false }, zh)).toBe('')
  })
})

describe('exact numbers', () => {
  test('every number of the data can be typed, angles in degrees', () => {
    const data = { cx: 1, cy: 2, width: 3, height: 4, angle: Math.PI / 2 }
    const numbers = numbersOf(data)
    expect(numbers.map(({ name, value }) => [name, value])).toEqual([
      ['cx', 1],
      ['cy', 2],
      ['width', 3],
      ['height', 4],
      ['angle', 90],
    ])
    expect(numbers[4]?.set(180)).toEqual({ ...data, angle: Math.PI })
    expect(numbersOf({ points: [] })).toEqual([])
  })

  test('vertices', () => {
    const data = {
      points: [
        [1, 2],
        [3, 4],
      ],
      holes: [],
    }
    expect(verticesOf(data)).toHaveLength(2)
    expect(withVertex(data, 1, [5, 6])).toEqual({
      points: [
        [1, 2],
        [5, 6],
      ],
      holes: [],
    })
    expect(verticesOf({ x: 1 })).toEqual([])
  })
})
