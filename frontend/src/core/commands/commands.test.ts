import { afterEach, expect, test, vi } from 'vitest'
import image from '../../modalities/image'
import { Bench, box, record, schema, suggestion } from '../../modalities/image/testing/hand'
import type { CameraControl } from '../view'
import { commandsOf, keyedFor } from '.'
import { clipboard } from './edit'

afterEach(() => {
  clipboard.value = []
})

const three = () =>
  new Bench([box('a', 0, 0, 100, 100), box('b', 50, 50, 100, 100), box('c', 80, 80, 100, 100)])
const order = (bench: Bench) =>
  bench.records
    .toSorted((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
    .join('')

test('no two commands share an id or a default key', () => {
  const commands = keyedFor(image, commandsOf(image, schema))
  const ids = commands.map(({ id }) => id)
  const keys = commands.flatMap((command) => command.keys ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

type Words = { readonly [key: string]: string | Words }
const catalogues = import.meta.glob<Words>(
  ['../../locales/{en,zh}/editor.json', '../../modalities/image/locales/{en,zh}.json'],
  { eager: true, import: 'default' },
)
const look = (words: Words | string | undefined, path: readonly string[]): unknown =>
  path.reduce<Words | string | undefined>(
    (at, key) => (typeof at === 'object' ? at[key] : undefined),
    words,
  )

test.each(['en', 'zh'])('every command has its name in %s', (language) => {
  const editor = catalogues[`../../locales/${language}/editor.json`]
  const modality = catalogues[`../../modalities/image/locales/${language}.json`]
  for (const { title } of commandsOf(image, schema)) {
    if (title.startsWith('editor:command.label.')) continue
    const [namespace, path = ''] = title.split(':')
    const words = namespace === 'editor' ? editor : modality
    expect([title, typeof look(words, path.split('.'))]).toEqual([title, 'string'])
  }
})

test('delete, undo, redo; undo selects what came back', () => {
  const bench = three()
  expect(bench.run('edit.delete')).toBe('nothing-selected')
  bench.run('select.all')
  expect(bench.run('edit.delete')).toBe(true)
  expect(bench.records).toEqual([])
  bench.run('edit.undo')
  expect(bench.selected).toEqual(['a', 'b', 'c'])
  bench.run('edit.redo')
  expect(bench.records).toEqual([])
  expect(bench.run('edit.redo')).toBe('nothing-to-redo')
  bench.editor.canWrite.value = 'task-submitted'
  expect(bench.run('edit.undo')).toBe('task-submitted')
})

test('delete leaves what is locked', () => {
  const bench = three()
  bench.editor.select(['a', 'b'])
  bench.editor.view.locked.value = new Set(['a'])
  bench.run('edit.delete')
  expect(bench.records.map(({ id }) => id)).toEqual(['a', 'c'])
  bench.editor.select(['a'])
  expect(bench.run('edit.delete')).toBe('locked')
})

test('paste puts a copy beside the original, and into another image at the same place inside it', () => {
  const bench = new Bench([box('a', 700, 500, 90, 90, { group: 'g', score: 0.5 })])
  expect(bench.run('edit.paste')).toBe('clipboard-empty')
  bench.editor.select(['a'])
  bench.run('edit.copy')
  bench.run('edit.paste')
  expect(bench.made.data).toEqual({ x: 710, y: 510, width: 90, height: 90 })
  expect(bench.made.id).not.toBe('a')
  expect(bench.made.group).not.toBe('g')
  expect(bench.made).toMatchObject({ score: null, source: { origin: 'human' } })
  const other = new Bench()
  other.run('edit.paste')
  expect(other.made.data).toEqual({ x: 700, y: 500, width: 90, height: 90 })
})

test('what the schema does not know cannot be pasted', () => {
  const bench = three()
  clipboard.value = [box('x', 0, 0, 5, 5, { label: 'ship' })]
  expect(bench.run('edit.paste')).toBe('clipboard-foreign')
})

test('cut and duplicate', () => {
  const bench = three()
  bench.editor.select(['a'])
  bench.run('edit.duplicate')
  expect(bench.records).toHaveLength(4)
  expect(bench.made.data).toMatchObject({ x: 12, y: 12 })
  bench.run('edit.cut')
  expect(bench.records).toHaveLength(3)
  expect(clipboard.value).toHaveLength(1)
})

test('arrow keys nudge by 1, with Shift by 10, not beyond the edge, as one step; else they move the view', () => {
  const bench = new Bench([box('a', 5, 100, 50, 50)])
  bench.editor.select(['a'])
  bench.run('edit.nudge-left')
  bench.run('edit.nudge-left')
  bench.run('edit.nudge-far-down')
  expect(bench.data('a')).toMatchObject({ x: 3, y: 110 })
  bench.run('edit.nudge-far-left')
  expect(bench.data('a')).toMatchObject({ x: 0 })
  bench.run('edit.undo')
  expect(bench.data('a')).toMatchObject({ x: 5, y: 100 })
  const panBy = vi.fn()
  bench.editor.view.camera.value = { panBy } as unknown as CameraControl
  bench.editor.select([])
  bench.run('edit.nudge-right')
  expect(panBy).toHaveBeenCalledWith(-60, -0)
})

test('Tab walks through the visible ones and brings them into view', () => {
  const bench = three()
  const reveal = vi.fn()
  bench.editor.view.camera.value = { reveal } as unknown as CameraControl
  bench.editor.view.hidden.value = new Set(['b'])
  const seen = ['select.next', 'select.next', 'select.next', 'select.previous'].map((id) => {
    bench.run(id)
    return bench.selected[0]
  })
  expect(seen).toEqual(['a', 'c', 'a', 'c'])
  expect(reveal).toHaveBeenCalledTimes(4)
  bench.editor.select([])
  bench.run('select.previous')
  expect(bench.selected).toEqual(['c'])
})

test('select all, none, inverted, same label, and what lies beneath the pointer', () => {
  const bench = three()
  bench.editor.select(['a'])
  bench.run('select.invert')
  expect(bench.selected).toEqual(['b', 'c'])
  bench.run('select.same-label')
  expect(bench.selected).toEqual(['a', 'b', 'c'])
  bench.run('select.none')
  expect(bench.selected).toEqual([])
  expect(bench.run('select.beneath')).toBe('no-pointer')
  bench.editor.view.pointer.value = [90, 90]
  const seen = [1, 2, 3, 4].map(() => {
    bench.run('select.beneath')
    return bench.selected[0]
  })
  expect(new Set(seen)).toEqual(new Set(['a', 'b', 'c']))
  expect(seen[3]).toBe(seen[0])
})

test('stacking: to the front, to the back, and one step past an overlapping shape', () => {
  const bench = three()
  bench.editor.select(['a'])
  bench.run('arrange.up')
  expect(order(bench)).toBe('bac')
  bench.run('arrange.up')
  expect(order(bench)).toBe('bca')
  bench.run('arrange.up')
  expect(order(bench)).toBe('bca')
  bench.run('arrange.down')
  expect(order(bench)).toBe('bac')
  bench.run('arrange.back')
  expect(order(bench)).toBe('abc')
  bench.run('arrange.front')
  expect(order(bench)).toBe('bca')
})

test('group and ungroup', () => {
  const bench = three()
  bench.editor.select(['a'])
  expect(bench.run('arrange.group')).toBe('select-two')
  expect(bench.run('arrange.ungroup')).toBe('not-grouped')
  bench.editor.select(['a', 'b'])
  bench.run('arrange.group')
  const groups = bench.records.map(({ group }) => group)
  expect(groups[0]).not.toBeNull()
  expect(groups[0]).toBe(groups[1])
  expect(groups[2]).toBeNull()
  bench.run('arrange.ungroup')
  expect(bench.records.every(({ group }) => group === null)).toBe(true)
})

test('a label key relabels what is selected, keeping the attributes that the new label knows', () => {
  const bench = new Bench([box('a', 0, 0, 50, 50, { label: 'bus', attributes: { wings: 2 } })])
  bench.editor.select(['a'])
  bench.run('label.bus')
  bench.run('label.car')
  expect(bench.editor.work.get('a')).toMatchObject({ label: 'car', attributes: { parked: false } })
  expect(bench.run('label.lane')).toBe('label-other-kind')
  bench.editor.select([])
  bench.run('label.lane')
  expect(bench.editor.label.value).toBe('lane')
  expect(bench.editor.work.get('a')?.label).toBe('car')
})

const labels = (bench: Bench) => bench.records.map(({ label }) => label)

test('a label key after drawing is meant for the next object, whatever was adjusted meanwhile', () => {
  const bench = new Bench()
  const draw = (x: number) => {
    bench.run('tool.box')
    bench.drag([x, 100], [x + 80, 180])
  }
  draw(100)
  expect(bench.selected).toHaveLength(1)
  bench.drag([140, 140], [150, 150])
  bench.run('label.bus')
  draw(300)
  expect(labels(bench)).toEqual(['car', 'bus'])
  bench.run('select.drawn')
  bench.run('label.car')
  expect(labels(bench)).toEqual(['car', 'car'])
  expect(bench.editor.label.value).toBe('bus')
  bench.run('edit.undo')
  expect(labels(bench)).toEqual(['car', 'bus'])
})

test('a click chooses what was just drawn', () => {
  const bench = new Bench()
  bench.run('tool.box')
  bench.drag([100, 100], [200, 200])
  bench.click(150, 150)
  bench.run('label.bus')
  expect(labels(bench)).toEqual(['bus'])
})

test('hide, hide others, show all; lock', () => {
  const bench = three()
  bench.editor.select(['a'])
  bench.run('view.hide')
  expect([...bench.editor.view.hidden.value]).toEqual(['a'])
  bench.run('view.hide')
  expect(bench.editor.view.hidden.value.size).toBe(0)
  expect(bench.run('view.show-all')).toBe('nothing-hidden')
  bench.run('view.hide-others')
  expect([...bench.editor.view.hidden.value]).toEqual(['b', 'c'])
  bench.run('view.show-all')
  bench.run('view.hide-all')
  expect(bench.editor.view.hidden.value.size).toBe(3)
  bench.run('view.lock')
  expect(bench.editor.editable('a')).toBe('locked')
  bench.run('view.lock-all')
  bench.run('view.lock-all')
  expect(bench.editor.view.locked.value.size).toBe(0)
})

test('switches switch', () => {
  const bench = three()
  for (const name of ['names', 'fills', 'minimap', 'crosshair'] as const) {
    const before = bench.editor.view[name].value
    bench.run(`view.${name}`)
    expect(bench.editor.view[name].value).toBe(!before)
  }
})

test('zoom commands reach the camera, and are off without one', () => {
  const bench = three()
  expect(bench.run('zoom.fit')).toBe('no-stage')
  const camera = { zoomBy: vi.fn(), fit: vi.fn(), actualSize: vi.fn(), zoomTo: vi.fn() }
  bench.editor.view.camera.value = camera as unknown as CameraControl
  for (const id of ['in', 'out', 'fit', 'actual']) bench.run(`zoom.${id}`)
  bench.editor.select(['a'])
  bench.run('zoom.selection')
  expect(camera.zoomBy.mock.calls).toEqual([[1.4], [1 / 1.4]])
  expect(camera.zoomTo).toHaveBeenCalledWith({ minX: 0, minY: 0, maxX: 100, maxY: 100 })
  expect(camera.fit).toHaveBeenCalledOnce()
})

test('suggestions: accept or reject one and go to the next; both can be undone', () => {
  const bench = new Bench([], [suggestion('s1', 0, 0.9), suggestion('s2', 100, 0.5)])
  expect(bench.run('suggestion.accept')).toBe('no-suggestion-selected')
  bench.run('suggestion.next')
  bench.run('suggestion.accept')
  expect(bench.editor.work.get('s1')).toEqual(suggestion('s1', 0, 0.9))
  expect(bench.selected).toEqual(['s2'])
  bench.run('suggestion.reject')
  expect(bench.prelabel.get('s2')).toBeUndefined()
  expect(bench.records).toHaveLength(1)
  bench.run('edit.undo')
  expect(bench.prelabel.get('s2')).toBeDefined()
  bench.run('edit.undo')
  expect(bench.records).toEqual([])
  expect([...bench.editor.offered.value.keys()]).toEqual(['s1', 's2'])
})

test('suggestions: all above the threshold at once, the others stay', () => {
  const bench = new Bench(
    [record('e', 'empty', {}, { label: '' })],
    [suggestion('s1', 0, 0.9), suggestion('s2', 100, 0.5), suggestion('s3', 200, 0.7)],
  )
  bench.editor.view.threshold.value = 0.6
  bench.run('suggestion.accept-shown')
  expect(bench.records.map(({ id }) => id).sort()).toEqual(['s1', 's3'])
  bench.editor.view.threshold.value = 0
  expect([...bench.editor.offered.value.keys()]).toEqual(['s2'])
  bench.run('suggestion.reject-shown')
  expect(bench.run('suggestion.reject-shown')).toBe('no-suggestions')
  bench.run('edit.undo')
  bench.run('edit.undo')
  expect(bench.records.map(({ id }) => id)).toEqual(['e'])
})

test('a suggestion can be deleted like anything else, and hidden with all others', () => {
  const bench = new Bench([], [suggestion('s1', 0, 0.9)])
  bench.editor.select(['s1'])
  bench.run('edit.delete')
  expect(bench.prelabel.records.value.size).toBe(0)
  bench.run('edit.undo')
  bench.run('suggestion.toggle')
  expect(bench.editor.offered.value.size).toBe(0)
})

test('an empty image is confirmed as such, and only while it is empty', () => {
  const bench = new Bench([record('q', 'answers', {}, { label: '' })])
  expect(bench.run('task.confirm-empty')).toBe(true)
  expect(bench.records.map(({ kind }) => kind)).toEqual(['answers', 'empty'])
  bench.run('task.confirm-empty')
  expect(bench.records.map(({ kind }) => kind)).toEqual(['answers'])
  expect(three().run('task.confirm-empty')).toBe('has-annotations')
})
