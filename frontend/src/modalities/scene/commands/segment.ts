/** What can be done with the labels of points beyond the tools. */
import { all, type Command, type CommandGroup } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import { boxAt } from '../objects'
import { paintBoxes, paintGround } from '../segment/long'
import {
  isThing,
  LARGEST,
  labelsPoints,
  OVERS,
  type SegmentState,
  SMALLEST,
  segmentOf,
} from '../segment/state'
import { sceneOf } from '../state'
import { command as sceneCommand } from './of'

type Options = Partial<Pick<Command, 'icon' | 'keys' | 'active'>> & {
  readonly when?: (editor: Editor) => true | string
}

/** Commands of projects whose labels are for points; elsewhere they say why not. */
const command = (
  id: string,
  group: CommandGroup,
  run: (editor: Editor) => void,
  { when = () => true, ...options }: Options,
): Command =>
  sceneCommand(id, group, run, {
    ...options,
    enabled: (editor) =>
      all(
        () => labelsPoints(editor) || 'scene:reason.no-point-labels',
        () => when(editor),
      ),
  })

const toggle = (
  id: string,
  icon: string,
  key: string,
  of: (state: SegmentState) => { value: boolean; peek(): boolean },
): Command =>
  command(
    id,
    'draw',
    (editor) => {
      const switched = of(segmentOf(editor))
      switched.value = !switched.peek()
    },
    { icon, keys: [key], active: (editor) => of(segmentOf(editor)).value },
  )

/** A quarter more or less, whole pixels. */
function resize(editor: Editor, factor: number): void {
  const { radius } = segmentOf(editor)
  radius.value = Math.min(LARGEST, Math.max(SMALLEST, Math.round(radius.peek() * factor)))
}

function switchWhole(editor: Editor): void {
  const { whole } = segmentOf(editor)
  whole.value = !whole.peek()
  const { pieces, frame } = sceneOf(editor)
  if (whole.peek()) pieces.peek()?.peek(frame.peek())
}

function nextOver(editor: Editor): void {
  const { over } = segmentOf(editor)
  over.value = OVERS[(OVERS.indexOf(over.peek()) + 1) % OVERS.length] ?? 'all'
}

const hasThing = (editor: Editor) => {
  const label = segmentOf(editor).label.value
  return (label !== null && isThing(label)) || 'scene:reason.not-counted'
}

const hasBoxes = (editor: Editor) =>
  [...editor.work.records.value.values()].some(
    (record) => record.kind === 'track' || boxAt(record, 0) !== null,
  ) || 'scene:reason.no-boxes'

export const segmentCommands: readonly Command[] = [
  command('smaller', 'draw', (e) => resize(e, 0.8), { icon: 'circle-minus', keys: ['['] }),
  command('larger', 'draw', (e) => resize(e, 1.25), { icon: 'circle-plus', keys: [']'] }),
  toggle('through', 'layers-union', 'Alt+V', ({ through }) => through),
  command('whole', 'draw', switchWhole, {
    icon: 'puzzle',
    keys: ['Alt+A'],
    active: (editor) => segmentOf(editor).whole.value,
    when: (editor) => sceneOf(editor).pieces.value?.some === true || 'scene:reason.no-pieces',
  }),
  toggle('erase', 'eraser', 'Alt+X', ({ erase }) => erase),
  command('over', 'draw', nextOver, { icon: 'color-filter', keys: ['Alt+O'] }),
  command('instance', 'draw', (e) => segmentOf(e).nextInstance(), {
    icon: 'hash',
    keys: ['Shift+M'],
    when: hasThing,
  }),
  command('ground-label', 'edit', paintGround, {
    icon: 'road',
    keys: ['Shift+Y'],
    when: canWrite,
  }),
  command('from-boxes', 'edit', (e) => void paintBoxes(e).catch(() => undefined), {
    icon: 'cube-spark',
    keys: ['Alt+U'],
    when: (e) =>
      all(
        () => canWrite(e),
        () => hasBoxes(e),
      ),
  }),
]
