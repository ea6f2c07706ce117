/** Bundles made up for tests and for looking at the workbench without a server. */
import { newId } from '../../core/ids'
import type { Annotation } from '../../core/patch'
import type { Attribute, Label, LabelSchema } from '../../core/schema'
import { Dice } from '../../core/testing/records'
import type { Bundle, Issue, Neighbour, StoredFinding, TaskInfo } from '../types'

const blank = { options: [], min: null, max: null, step: null, default: null, when: null }

const occlusion: Attribute = {
  ...blank,
  key: 'occlusion',
  name: { en: 'Occlusion', zh: '遮挡程度' },
  type: 'select',
  options: [
    { key: 'none', name: { en: 'None', zh: '无' } },
    { key: 'partial', name: { en: 'Partial', zh: '部分' } },
    { key: 'heavy', name: { en: 'Heavy', zh: '严重' } },
  ],
  required: true,
}
const truncated: Attribute = {
  ...blank,
  key: 'truncated',
  name: { en: 'Truncated', zh: '截断' },
  type: 'checkbox',
  default: false,
  required: false,
}
const share: Attribute = {
  ...blank,
  key: 'hidden_share',
  name: { en: 'Hidden share', zh: '遮挡比例' },
  type: 'number',
  min: 0,
  max: 100,
  step: 5,
  required: false,
  when: { attribute: 'occlusion', in: ['partial', 'heavy'] },
}
const weather: Attribute = {
  ...blank,
  key: 'weather',
  name: { en: 'Weather', zh: '天气' },
  type: 'multiselect',
  options: [
    { key: 'clear', name: { en: 'Clear', zh: '晴' } },
    { key: 'cloudy', name: { en: 'Cloudy', zh: '阴' } },
    { key: 'rain', name: { en: 'Rain', zh: '雨' } },
    { key: 'fog', name: { en: 'Fog', zh: '雾' } },
  ],
  required: true,
}
const note: Attribute = {
  ...blank,
  key: 'note',
  name: { en: 'Note', zh: '备注' },
  type: 'text',
  required: false,
}

const label = (
  key: string,
  en: string,
  zh: string,
  color: string,
  hotkey: string,
  kinds: readonly string[],
  attributes: readonly Attribute[] = [],
): Label => ({ key, name: { en, zh }, color, hotkey, kinds, attributes })

const AREAS = ['box', 'rotated_box', 'polygon']

export const schema: LabelSchema = {
  labels: [
    label('car', 'Car', '轿车', '#4363d8', '1', AREAS, [occlusion, share, truncated]),
    label('truck', 'Truck', '卡车', '#f58231', '2', AREAS, [occlusion, share, truncated]),
    label('bus', 'Bus', '公交车', '#911eb4', '3', AREAS, [occlusion, truncated]),
    label('pedestrian', 'Pedestrian', '行人', '#e6194b', '4', ['box', 'polygon'], [occlusion]),
    label('cyclist', 'Cyclist', '骑行者', '#3cb44b', '5', ['box'], [occlusion]),
    label('sign', 'Traffic sign', '交通标志', '#808000', '6', ['box', 'polygon']),
    label('lane', 'Lane line', '车道线', '#42d4f4', '7', ['polyline']),
    label('landmark', 'Landmark', '关键点', '#f032e6', '8', ['points']),
    label('night', 'Night', '夜间', '#000075', '9', ['tag']),
  ],
  questions: [weather, note],
}

export const WIDTH = 1920
export const HEIGHT = 1080

export function record(
  kind: string,
  labelKey: string,
  data: unknown,
  more: Partial<Annotation> = {},
): Annotation {
  return {
    id: newId(),
    kind,
    label: labelKey,
    data,
    attributes: {},
    z: 0,
    group: null,
    source: { origin: 'human' },
    score: null,
    ...more,
  }
}

const done = { attributes: { occlusion: 'none', truncated: false } }

function someRecords(): readonly Annotation[] {
  const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })
  return [
    record('box', 'car', box(960, 560, 240, 150), done),
    record('box', 'car', box(1240, 540, 150, 96), {
      attributes: { occlusion: 'partial', hidden_share: 30, truncated: false },
    }),
    record('box', 'truck', box(520, 470, 260, 240), done),
    record('box', 'pedestrian', box(1560, 520, 62, 168), { attributes: { occlusion: 'none' } }),
    record('box', 'pedestrian', box(1640, 530, 54, 150)),
    record('rotated_box', 'car', { cx: 260, cy: 760, width: 300, height: 130, angle: -0.3 }, done),
    record('polygon', 'sign', {
      points: [
        [1420, 300],
        [1470, 270],
        [1520, 300],
        [1520, 360],
        [1470, 390],
        [1420, 360],
      ],
      holes: [],
    }),
    record('polyline', 'lane', {
      points: [
        [700, 1060],
        [860, 820],
        [930, 700],
        [960, 640],
      ],
    }),
    record('points', 'landmark', {
      points: [
        [1090, 690],
        [990, 690],
      ],
    }),
    record('box', 'cyclist', box(1880, 610, 70, 130), { attributes: { occlusion: 'heavy' } }),
  ]
}

/** So many boxes in a grid, as a dense scene would have them. */
export function manyRecords(count: number): readonly Annotation[] {
  const dice = new Dice(11)
  const columns = Math.ceil(Math.sqrt((count * WIDTH) / HEIGHT))
  const step = WIDTH / columns
  const keys = ['car', 'truck', 'pedestrian', 'cyclist', 'bus']
  return Array.from({ length: count }, (_, i) => {
    const x = (i % columns) * step + dice.roll(5)
    const y = Math.floor(i / columns) * step + dice.roll(5)
    const size = { width: 8 + dice.roll(12), height: 8 + dice.roll(12) }
    return record('box', dice.pick(keys), { x, y, ...size }, done)
  })
}

function suggestions(): readonly Annotation[] {
  const dice = new Dice(5)
  return Array.from({ length: 14 }, (_, i) => {
    const data = {
      x: 90 + i * 126,
      y: 380 + dice.roll(60),
      width: 50 + dice.roll(60),
      height: 40 + dice.roll(70),
    }
    const source = { origin: 'model', model: 'learn', version: '3' } as const
    const score = 0.35 + dice.roll(62) / 100
    return record('box', dice.pick(['car', 'truck', 'pedestrian']), data, { source, score })
  })
}

const alice = { id: 'alice', name: 'Alice Chen' }
const bob = { id: 'bob', name: 'Bob Müller' }
const carol = { id: 'carol', name: 'Carol Zhang' }

const task: TaskInfo = {
  id: 'task-4',
  number: 1043,
  name: 'front_camera_0004.jpg',
  state: 'in_progress',
  project: { id: 'project', name: 'Street scenes', modality: 'image' },
  batch: { id: 'batch', name: 'Batch 7' },
  slot: 'annotator',
  annotator: bob,
  reviewer: null,
  priority: 0,
  round: 1,
  lease: { until: '2026-12-01T12:00:00Z' },
  next: 'task-5',
  previous: 'task-3',
  seconds: 134,
  can: {
    submit: true,
    skip: true,
    write: true,
    accept: 'not-reviewer',
    return: 'not-reviewer',
  },
}

const STATES = ['accepted', 'accepted', 'returned', 'in_review', 'submitted', 'new', 'new'] as const

function neighbours(thumbnail: string): readonly Neighbour[] {
  return Array.from({ length: 24 }, (_, i) => ({
    task: `task-${i + 1}`,
    asset: `asset-${i + 1}`,
    name: `front_camera_${String(i + 1).padStart(4, '0')}.jpg`,
    thumbnail_url: thumbnail,
    state: i === 3 ? 'in_progress' : (STATES[i % STATES.length] ?? 'new'),
  }))
}

const html = `<h1>Street scenes</h1><p>Label every road user that is at least <b>20 px</b> high.</p>
<h2>Boxes</h2><ul><li>Tight to the visible pixels, mirrors included.</li><li>Occlusion above 80 %: do not label.</li></ul>
<table><thead><tr><th>Label</th><th>Smallest</th></tr></thead><tbody><tr><td>Car</td><td>20 px</td></tr><tr><td>Pedestrian</td><td>25 px</td></tr></tbody></table>`

export interface Picture {
  readonly url: string
  readonly thumbnail: string
}

export function makeBundle(picture: Picture, over: Partial<Bundle> = {}): Bundle {
  return {
    task,
    asset: {
      id: 'asset-4',
      name: 'front_camera_0004.jpg',
      media_type: 'image/jpeg',
      width: WIDTH,
      height: HEIGHT,
      url: picture.url,
      thumbnail_url: picture.thumbnail,
      meta: {},
      files: [],
    },
    schema: { version: 3, content: schema },
    guidelines: { version: 5, html },
    document: { id: newId(), layer: 'work', revision: 0, records: someRecords() },
    suggestions: [
      {
        document: { id: newId(), layer: 'prelabel', revision: 0, records: suggestions() },
        model: { slug: 'learn', name: 'Learn from this project', version: '3' },
      },
    ],
    issues: [],
    judge: 'own-work',
    findings: [],
    checks: {},
    neighbours: neighbours(picture.thumbnail),
    ...over,
  }
}

/** Two issues about the first annotations: one open, one solved. */
export function makeIssues(records: readonly Annotation[]): readonly Issue[] {
  const comment = (text: string, by = carol) => ({ id: newId(), by, text, at: minutesAgo(50) })
  const base = { anchor: null, round: 1, opened_by: carol, created_at: minutesAgo(55) }
  return [
    {
      ...base,
      id: 'issue-1',
      record: records[0]?.id ?? null,
      type: 'geometry',
      severity: 'major',
      state: 'open',
      comments: [
        comment('The box leaves out the mirror on the left. 左侧后视镜没有包含在框内。'),
        comment('Is the mirror part of the visible extent?', bob),
      ],
    },
    {
      ...base,
      id: 'issue-2',
      record: null,
      anchor: { x: 1300, y: 480 },
      type: 'missing',
      severity: 'critical',
      state: 'open',
      comments: [comment('There is a cyclist behind the parked van.')],
    },
    {
      ...base,
      id: 'issue-3',
      record: records[2]?.id ?? null,
      type: 'class',
      severity: 'minor',
      state: 'resolved',
      comments: [comment('This is a truck, not a bus.')],
    },
  ]
}

export function makeFindings(records: readonly Annotation[]): readonly StoredFinding[] {
  return [
    {
      id: 'finding-1',
      check: 'too-fast',
      severity: 'warning',
      record: null,
      params: {},
      title: { en: 'Work too fast', zh: '标注过快' },
      message: {
        en: 'Took 4 s per object; people here take 11 s.',
        zh: '每个对象用时 4 秒；本项目通常为 11 秒。',
      },
      fix: null,
      state: 'open',
      waiver: null,
    },
    {
      id: 'finding-2',
      check: 'box-inside',
      severity: 'info',
      record: records[1]?.id ?? null,
      params: {},
      title: { en: 'Box inside another', zh: '框嵌套' },
      message: { en: 'Lies wholly inside a larger “Car”.', zh: '完全位于另一个更大的“轿车”框内。' },
      fix: null,
      state: 'waived',
      waiver: { by: alice, reason: 'A car on a car carrier.' },
    },
  ]
}

export const reviewTask: TaskInfo = {
  ...task,
  state: 'in_review',
  slot: 'reviewer',
  reviewer: carol,
  round: 2,
  can: { submit: 'not-assigned', skip: 'not-assigned', write: true, accept: true, return: true },
}

export const returnedTask: TaskInfo = { ...task, state: 'returned', round: 2, reviewer: carol }

export const lookedAt: TaskInfo = {
  ...task,
  state: 'submitted',
  slot: 'viewer',
  can: {
    submit: 'not-assigned',
    skip: 'not-assigned',
    write: 'not-assigned',
    accept: 'not-reviewer',
    return: 'not-reviewer',
  },
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
