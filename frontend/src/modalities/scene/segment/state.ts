/** How points are painted: with what, over what, and what the hand shows meanwhile. Never saved. */
import { computed, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { findLabel, type Label } from '../../../core/schema'
import type { Track } from '../../../kinds'
import { MOST_INSTANCES } from './labels'
import { pointLabelsOf } from './store'

/** Which points of the ground, as the worker that prepared the scene saw it, are painted. */
export type GroundWish = 'all' | 'only' | 'without'
export const GROUND_WISHES: readonly GroundWish[] = ['all', 'only', 'without']

/** What may be painted over. */
export type Over = 'all' | 'unlabelled' | 'chosen'
export const OVERS: readonly Over[] = ['all', 'unlabelled', 'chosen']

export const [SMALLEST, LARGEST] = [4, 120] as const

export class SegmentState {
  /** Radius of the brush in pixels. */
  readonly radius = signal(16)
  /** Also points that others hide. */
  readonly through = signal(false)
  readonly erase = signal(false)
  /** The brush takes whole pieces, where the worker has cut the points into some. */
  readonly whole = signal(false)
  readonly over = signal<Over>('all')
  /** The labels that may be painted over, when `over` is 'chosen'. */
  readonly chosen = signal<ReadonlySet<string>>(new Set())
  readonly ground = signal<GroundWish>('all')
  /** Where several sweeps are drawn, points in boxes that move are left out. */
  readonly stillOnly = signal(false)
  /** The instance that is painted, by label. */
  readonly instances = signal<ReadonlyMap<string, number>>(new Map())
  /** Outline that the hand draws, in pixels of the stage. */
  readonly outline = signal<readonly Point2[] | null>(null)
  /** Where the brush is, in pixels of the stage. */
  readonly brush = signal<Point2 | null>(null)
  /** Of a long work over all frames: done and all; null when there is none. */
  readonly busy = signal<{ readonly done: number; readonly total: number } | null>(null)
  readonly editor: Editor

  constructor(editor: Editor) {
    this.editor = editor
  }

  /** The label that is painted: the active one, else the first for points. */
  readonly label = computed((): Label | null => {
    const { labels } = this.editor.schema.value
    const active = findLabel({ labels, questions: [] }, this.editor.label.value)
    if (active && isForPoints(active)) return active
    return labels.find(isForPoints) ?? null
  })

  /** The number of the instance that is painted; 0 for labels of what is not counted. */
  readonly instance = computed(() => {
    const label = this.label.value
    return label && isThing(label) ? (this.instances.value.get(label.key) ?? 1) : 0
  })

  setInstance(label: string, instance: number): void {
    const kept = Math.min(MOST_INSTANCES, Math.max(1, Math.round(instance)))
    this.instances.value = new Map([...this.instances.peek(), [label, kept]])
  }

  /** Go on with a number that no point of this label has in the frames that were looked at. */
  nextInstance(): void {
    const label = this.label.peek()
    if (label && isThing(label)) this.setInstance(label.key, this.last(label.key) + 1)
  }

  /** The highest number that a label has, in points or as the number of its boxes. */
  last(label: string): number {
    const store = pointLabelsOf(this.editor)
    const frames = [...store.records().keys()]
    const highest = frames.map((frame) => store.last(frame, label))
    return Math.max(boxesOf(this.editor, label).length, ...highest, 0)
  }
}

export const isForPoints = ({ kinds }: Label): boolean => kinds.includes('point_labels')

/** What can be put into a box is counted: its points have instances. */
export const isThing = ({ kinds }: Label): boolean => kinds.includes('cuboid')

/** Whether boxes are drawn, and nothing else is. Reads signals. */
export const drawsBoxes = (editor: Editor): boolean =>
  !labelsPoints(editor) && editor.schema.value.labels.some(isThing)

export const labelsPoints = (editor: Editor): boolean =>
  editor.schema.value.labels.some(isForPoints)

/** Ids of the boxes and tracks of a label in the order in which they were made: the place of one is its instance. */
export function boxesOf(editor: Editor, label: string): readonly string[] {
  const boxes = [...editor.work.records.value.values()].filter(
    (record) =>
      record.label === label &&
      (record.kind === 'cuboid' ||
        (record.kind === 'track' && (record.data as Track).of === 'cuboid')),
  )
  return boxes.map(({ id }) => id).sort()
}

const states = new WeakMap<Editor, SegmentState>()

export function segmentOf(editor: Editor): SegmentState {
  const state = states.get(editor) ?? new SegmentState(editor)
  states.set(editor, state)
  return state
}
