import { expect, test } from 'vitest'
import { defineCheck, fill, type LiveFinding } from '../core/check'
import { Document } from '../core/document'
import { Editor } from '../core/editor'
import { LiveChecks } from '../core/live-checks'
import type { Annotation, Change } from '../core/patch'
import type { Attribute, LabelSchema } from '../core/schema'
import { box } from '../core/testing/records'
import {
  answers,
  box as boxKind,
  empty,
  mask,
  maskOf,
  points,
  polygon as polygonKind,
  polyline,
  rotatedBox,
  tag,
  track,
} from '../kinds'
import { liveChecks } from '.'

const weather: Attribute = {
  key: 'weather',
  name: { en: 'Weather', zh: '天气' },
  type: 'text',
  options: [],
  min: null,
  max: null,
  step: null,
  default: null,
  required: true,
  when: null,
}
const occluded: Attribute = {
  ...weather,
  key: 'occluded',
  name: { en: 'Occluded', zh: '遮挡' },
  type: 'checkbox',
  default: false,
}
const schema: LabelSchema = {
  labels: [
    {
      key: 'car',
      name: { en: 'Car', zh: '轿车' },
      color: '#4363d8',
      hotkey: '1',
      kinds: ['box', 'rotated_box', 'polygon', 'mask'],
      attributes: [],
    },
    {
      key: 'person',
      name: { en: 'Person', zh: '行人' },
      color: '#e6194b',
      hotkey: '2',
      kinds: ['box'],
      attributes: [occluded],
    },
  ],
  questions: [],
}

const at = (id: string, x: number, y: number, width = 20, height = 20): Annotation => ({
  ...box(id),
  data: { x, y, width, height },
})
const polygon = (id: string, points: readonly (readonly number[])[]): Annotation => ({
  ...box(id),
  kind: 'polygon',
  data: { points, holes: [] },
})

function look(records: readonly Annotation[], over: Partial<LabelSchema> = {}, settings = {}) {
  const work = new Document(records)
  const editor = new Editor({
    work,
    kinds: [boxKind, rotatedBox, polygonKind, mask, polyline, points, tag, answers, empty, track],
    schema: { ...schema, ...over },
    extent: { width: 200, height: 100 },
  })
  const checks = new LiveChecks(editor, liveChecks, settings)
  checks.settle()
  const apply = (finding: LiveFinding | undefined) => {
    work.apply(finding?.fix ?? [], 'user')
    checks.settle()
  }
  const brief = () => checks.findings.value.map(({ check, record }) => `${check} ${record}`)
  return { work, editor, checks, apply, brief }
}

test('every check is found by its folder, with both languages', () => {
  expect(liveChecks.map(({ id }) => id).sort()).toEqual([
    'attribute-missing',
    'duplicate-box',
    'label-unknown',
    'mask-fragments',
    'mask-overlap',
    'outside-image',
    'polygon-invalid',
    'tiny',
    'transcription',
    'transcription-advice',
  ])
  for (const { title, message } of liveChecks) {
    expect(title.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
  }
})

test('good work has no findings', () => {
  const records = [at('a', 0, 0), at('b', 100, 0), { ...at('c', 150, 50), label: 'car' }]
  expect(look(records).brief()).toEqual([])
})

test('outside the image: by how much, and a fix that cuts it', () => {
  const { checks, apply, work } = look([at('a', 190, 0), at('b', -0.4, 0)])
  expect(checks.findings.value).toMatchObject([
    {
      check: 'outside-image',
      record: 'a',
      severity: 'block',
      message: { en: 'Reaches 10 px beyond the image.', zh: '超出图像边缘 10 像素。' },
    },
  ])
  apply(checks.findings.value[0])
  expect(work.get('a')?.data).toEqual({ x: 190, y: 0, width: 10, height: 20 })
  expect(checks.findings.value).toEqual([])
})

test('tiny: by side or by area, fixed by deleting; not for lines', () => {
  const line = {
    ...box('l'),
    kind: 'polyline',
    data: {
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  }
  const { brief, checks, apply, work } = look([at('a', 0, 0, 3, 50), line])
  expect(brief()).toContain('tiny a')
  expect(brief()).not.toContain('tiny l')
  apply(checks.findings.value.find(({ check }) => check === 'tiny'))
  expect(work.get('a')).toBeUndefined()
})

const masked = (id: string, x: number, ...clear: readonly number[]): Annotation => {
  const bits = new Uint8Array(400).fill(1)
  for (const i of clear) bits[i] = 0
  return { ...box(id), kind: 'mask', data: maskOf({ x, y: 0, width: 20, height: 20, bits }) }
}

test('masks: pinholes are filled by the fix, and two that share pixels are told of', () => {
  const { brief, checks, apply, work } = look([masked('a', 0, 210), masked('b', 19)])
  expect(brief()).toEqual(['mask-fragments a', 'mask-overlap b'])
  expect(checks.findings.value[1]?.message.en).toBe('Shares 20 px with a mask of “Car”.')
  apply(checks.findings.value[0])
  expect(work.get('a')?.data).toMatchObject({ area: 400 })
  expect(brief()).toEqual(['mask-overlap b'])
})

test('a required attribute: missing, hidden by its condition, filled by its default', () => {
  const person = { ...at('a', 0, 0), label: 'person' }
  const { checks, apply, work, brief } = look([person])
  expect(brief()).toEqual(['attribute-missing a'])
  expect(checks.findings.value[0]?.message.zh).toBe('必须填写“遮挡”。')
  apply(checks.findings.value[0])
  expect(work.get('a')?.attributes).toEqual({ occluded: false })
  expect(brief()).toEqual([])
  const night = { ...weather, when: { attribute: 'time', in: ['night'] } }
  expect(look([], { questions: [weather] }).brief()).toEqual(['attribute-missing null'])
  expect(look([], { questions: [night] }).brief()).toEqual([])
})

test('answering the question takes the finding of the task away', () => {
  const { work, checks, brief } = look([], { questions: [weather] })
  const answers = {
    ...box('q'),
    kind: 'answers',
    label: '',
    data: {},
    attributes: { weather: 'rain' },
  }
  work.apply([{ id: 'q', before: null, after: answers }], 'user')
  checks.settle()
  expect(brief()).toEqual([])
})

test('a label that the schema has not, or not for this kind; schema changes count at once', () => {
  const { work, editor, checks, brief } = look([
    { ...at('a', 0, 0), label: 'tram' },
    {
      ...polygon('b', [
        [0, 0],
        [50, 0],
        [50, 50],
      ]),
      label: 'person',
      attributes: { occluded: true },
    },
  ])
  expect(brief()).toEqual(['label-unknown a', 'label-unknown b'])
  const tram = { ...schema.labels[0], key: 'tram' } as LabelSchema['labels'][number]
  editor.schema.value = { ...schema, labels: [...schema.labels, tram] }
  checks.settle()
  expect(brief()).toEqual(['label-unknown b'])
  const followed = (id: string, of: string): Change => ({
    id,
    before: null,
    after: { ...at(id, 0, 0), kind: 'track', data: { of, keyframes: [] } },
  })
  work.apply([followed('c', 'box'), followed('d', 'polyline')], 'user')
  checks.settle()
  expect(brief()).toEqual(['label-unknown b', 'label-unknown d'])
})

test.each([
  [
    'crossing',
    [
      [0, 0],
      [50, 50],
      [50, 0],
      [0, 40],
    ],
    false,
  ],
  [
    'no-area',
    [
      [0, 0],
      [50, 0],
      [100, 0],
    ],
    false,
  ],
  [
    'doubled',
    [
      [0, 0],
      [50, 0],
      [50, 0.1],
      [50, 50],
      [0, 50],
    ],
    true,
  ],
])('a broken polygon: %s', (key, points, fixable) => {
  const { checks, apply } = look([polygon('p', points)])
  const [finding] = checks.findings.value.filter(({ check }) => check === 'polygon-invalid')
  expect(finding?.id).toBe(`polygon-invalid:p:${key}`)
  expect(finding?.fix !== null).toBe(fixable)
  if (fixable) {
    apply(finding)
    expect(checks.findings.value).toEqual([])
  }
})

test('a duplicate box: the newer one is at fault, and moving either one away settles it', () => {
  const { checks, work, brief } = look([at('a', 0, 0), at('b', 0.5, 0), at('c', 10, 0)])
  expect(brief()).toEqual(['duplicate-box b'])
  work.apply([{ id: 'a', before: at('a', 0, 0), after: at('a', 60, 0) }], 'user')
  checks.settle()
  expect(brief()).toEqual([])
})

test('a project may switch a check off, rate it and set its thresholds', () => {
  const settings = {
    tiny: { enabled: false, severity: 'warning', params: {} },
    'outside-image': { enabled: true, severity: 'info', params: { tolerance: 5 } },
  }
  const { checks } = look([at('a', 0, 0, 2, 2), at('b', 183, 0), at('c', 190, 50)], {}, settings)
  expect(checks.findings.value).toMatchObject([{ record: 'c', severity: 'info' }])
})

test('5,000 boxes: after an edit only what it touches is looked at again', () => {
  const records = Array.from({ length: 5000 }, (_, i) =>
    at(`r${String(i).padStart(4, '0')}`, (i % 100) * 2, Math.floor(i / 100) * 2, 8, 8),
  )
  const work = new Document(records)
  const editor = new Editor({ work, kinds: [boxKind], schema, extent: { width: 200, height: 100 } })
  const seen: string[] = []
  const counting = defineCheck({
    id: 'counting',
    title: { en: '', zh: '' },
    message: { en: '', zh: '' },
    severity: 'info',
    run: ({ id }) => {
      seen.push(id)
      return []
    },
  })
  const checks = new LiveChecks(editor, [counting])
  checks.settle()
  expect(seen).toHaveLength(5000)
  seen.length = 0
  const before = records[7] as Annotation
  work.apply([{ id: before.id, before, after: at(before.id, 50, 50, 8, 8) }], 'user')
  checks.settle()
  expect(seen).toContain(before.id)
  expect(seen.length).toBeLessThan(200)
  checks.dispose()
})

test('places in a text that have no value stay as they are', () => {
  expect(fill({ en: '{a} {b}', zh: '{b}' }, { a: 1 })).toEqual({ en: '1 {b}', zh: '{b}' })
  const counted = { en: '{n:piece|pieces}, {m:hole|holes}', zh: '{n} 块' }
  expect(fill(counted, { n: 1, m: 0 })).toEqual({ en: '1 piece, 0 holes', zh: '1 块' })
})
