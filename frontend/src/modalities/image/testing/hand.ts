/** An editor without a stage, and a hand that works in it. */
import { commandsOf } from '../../../core/commands'
import { Document } from '../../../core/document'
import { Editor } from '../../../core/editor'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import type { Label, LabelSchema } from '../../../core/schema'
import type { Box } from '../../../kinds'
import * as kinds from '../../../kinds'
import { wholeOf } from '../../../kinds/parts/bitmap'
import { maskCommands } from '../masks/commands'
import { pictureOf } from '../masks/picture'
import { combineCommands } from '../polygons/combine'
import { simplifyCommand } from '../polygons/simplify'
import { skeletonCommands } from '../skeleton/commands'
import { imageTools, selectTool } from '../tools'

const SHAPES = [
  'box',
  'rotated_box',
  'polygon',
  'mask',
  'polyline',
  'points',
  'ellipse',
  'cuboid2d',
]

const label = (key: string, hotkey: string | null, allowed: readonly string[]): Label => ({
  key,
  name: { en: key, zh: key },
  color: '#4363d8',
  hotkey,
  kinds: allowed,
  attributes: [],
})

export const schema: LabelSchema = {
  labels: [
    {
      ...label('car', '1', SHAPES),
      attributes: [
        {
          key: 'parked',
          name: { en: 'Parked', zh: '停放' },
          type: 'checkbox',
          options: [],
          min: null,
          max: null,
          step: null,
          default: false,
          required: false,
          when: null,
        },
      ],
    },
    {
      ...label('person', '5', ['skeleton']),
      skeleton: {
        points: [
          { key: 'head', name: { en: 'Head', zh: '头' }, x: 0.5, y: 0.2 },
          { key: 'left', name: { en: 'Left hand', zh: '左手' }, x: 0.2, y: 0.6 },
          { key: 'right', name: { en: 'Right hand', zh: '右手' }, x: 0.8, y: 0.6 },
        ],
        edges: [
          ['head', 'left'],
          ['head', 'right'],
        ],
        mirror: [['left', 'right']],
      },
    },
    label('lane', '2', ['polyline']),
    label('rides', '6', ['relation']),
    label('night', '3', ['tag']),
    label('bus', '4', SHAPES),
  ],
  questions: [],
}

export const record = (
  id: string,
  kind: string,
  data: unknown,
  over: Partial<Annotation> = {},
): Annotation => ({
  id,
  kind,
  label: 'car',
  data,
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
  ...over,
})

export const box = (
  id: string,
  x: number,
  y: number,
  width: number,
  height: number,
  over: Partial<Annotation> = {},
): Annotation => record(id, 'box', { x, y, width, height } satisfies Box, over)

export const suggestion = (id: string, x: number, score: number): Annotation =>
  box(id, x, 300, 40, 40, { score, source: { origin: 'model', model: 'hog', version: '1' } })

type Modifiers = Partial<Pick<Pointer, 'shift' | 'alt' | 'ctrl' | 'clicks'>>

/** Tolerance 4: as if the image were shown at one and a half times its size. */
const TOLERANCE = 4

export class Bench {
  readonly editor: Editor
  readonly prelabel: Document

  constructor(
    records: readonly Annotation[] = [],
    suggestions: readonly Annotation[] = [],
    rules: Partial<LabelSchema> = {},
  ) {
    this.prelabel = new Document(suggestions, 'p', 'prelabel')
    this.editor = new Editor({
      work: new Document(records, 'w'),
      kinds: [
        kinds.box,
        kinds.rotatedBox,
        kinds.polygon,
        kinds.mask,
        kinds.polyline,
        kinds.points,
        kinds.skeleton,
        kinds.ellipse,
        kinds.cuboid2d,
        kinds.relation,
        kinds.tag,
        kinds.answers,
        kinds.empty,
      ],
      schema: { ...schema, ...rules },
      extent: { width: 800, height: 600 },
      suggestions: [{ document: this.prelabel, model: { slug: 'hog', name: 'HOG', version: '1' } }],
    })
    this.editor.tool.value = selectTool
  }

  get selected(): readonly string[] {
    return [...this.editor.selection.value].sort()
  }

  get records(): readonly Annotation[] {
    return [...this.editor.work.records.value.values()]
  }

  get undoTitle(): string | undefined {
    return this.editor.history.undoTitle.value
  }

  data(id: string): unknown {
    return this.editor.work.get(id)?.data
  }

  /** The one annotation that is selected. */
  get made(): Annotation {
    const only = this.editor.selected.value[0]
    if (!only || this.editor.selected.value.length !== 1) throw new Error('not one selected')
    return only
  }

  pointer(x: number, y: number, modifiers: Modifiers = {}): Pointer {
    return { at: [x, y], tolerance: TOLERANCE, ...modifiers }
  }

  move(x: number, y: number, modifiers: Modifiers = {}): string | undefined {
    return this.editor.move(this.pointer(x, y, modifiers))
  }

  press(x: number, y: number, modifiers: Modifiers = {}): void {
    this.editor.press(this.pointer(x, y, modifiers))
  }

  release(x: number, y: number, modifiers: Modifiers = {}): void {
    this.editor.release(this.pointer(x, y, modifiers))
  }

  click(x: number, y: number, modifiers: Modifiers = {}): void {
    const wasBusy = this.editor.gesture.value !== null
    this.press(x, y, modifiers)
    const idle = !wasBusy && this.editor.gesture.value === null
    this.release(x, y, modifiers)
    if (idle) this.editor.tool.value?.tap?.(this.editor, this.pointer(x, y, modifiers))
  }

  drag(
    from: readonly [number, number],
    to: readonly [number, number],
    modifiers: Modifiers = {},
  ): void {
    this.press(from[0], from[1], modifiers)
    this.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, modifiers)
    this.move(to[0], to[1], modifiers)
    this.release(to[0], to[1], modifiers)
  }

  /** Run a command by id: true, or the reason why it is off. */
  run(id: string): true | string {
    const command = commandsOf(
      {
        tools: imageTools,
        commands: [...combineCommands, simplifyCommand, ...maskCommands, ...skeletonCommands],
      },
      schema,
    ).find((one) => one.id === id)
    if (!command) throw new Error(`no command ${id}`)
    const enabled = command.enabled(this.editor)
    this.editor.run(command)
    return enabled
  }
}

/** A picture for tools that look at pixels; RGBA row by row, where what it shows counts. */
export function showPicture(editor: Editor, data = new Uint8ClampedArray()): void {
  const { extent } = editor
  const pixels = { ...extent, data, colorSpace: 'srgb' } as ImageData
  pictureOf(editor).value = {
    extent,
    seenFrom: 0,
    part: () => ({ x: 0, y: 0, pixels }),
    frame: () => wholeOf(extent),
  }
}
