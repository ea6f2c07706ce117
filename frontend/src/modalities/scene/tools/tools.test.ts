import { expect, test, vi } from 'vitest'
import type { Click } from '../../../core/prompts'
import { type Cuboid, headingOf, type Point3 } from '../../../kinds'
import { pitchOf, rollOf } from '../../../kinds/parts/space'
import { sceneOf } from '../state'
import { Bench, boxOf, ORIGIN, record } from '../testing/hand'

const CAR = record('a', 'cuboid', boxOf([12, 0, 0.75]))

test('a click on a car gives a track with a box of the class that touches what was seen', () => {
  const bench = new Bench()
  bench.choose('fit')
  bench.click(bench.main, [10, 3.5, 0.9])
  const [made] = bench.records
  const keyframes = [{ frame: 0, origin: 'human' }]
  expect(made).toMatchObject({ kind: 'track', label: 'car', data: { of: 'cuboid', keyframes } })
  const box = bench.box(made?.id)
  expect((box?.x ?? 0) - (box?.length ?? 0) / 2).toBeCloseTo(10, 0)
  expect(box?.length).toBeCloseTo(4.6, 1)
  expect(bench.editor.selection.peek()).toEqual(new Set([made?.id]))
  // Again: what has a box is selected, not boxed twice.
  bench.editor.select([])
  bench.choose('fit')
  bench.click(bench.main, [10, 3.5, 0.9])
  expect(bench.records).toHaveLength(1)
  expect(bench.editor.selection.peek().size).toBe(1)
})

test('a click on the empty road with the fitting tool makes nothing', () => {
  const bench = new Bench()
  bench.choose('fit')
  bench.click(bench.main, [5, -5, 0])
  expect(bench.records).toEqual([])
})

test('a box is drawn from rear to front and stands on the ground', () => {
  const bench = new Bench()
  bench.choose('cuboid')
  bench.drag(bench.main, [8, -4, 0], [12, -4, 0])
  const box = bench.box(bench.records[0]?.id)
  expect(box?.length).toBeCloseTo(4, 1)
  expect(headingOf(box ?? boxOf([0, 0, 0]))).toBeCloseTo(0, 2)
  expect((box?.z ?? 0) - (box?.height ?? 0) / 2).toBeCloseTo(0, 1)
})

test('in a scene of one frame a box simply is there', () => {
  const bench = new Bench([], 1)
  bench.choose('cuboid')
  bench.click(bench.main, [8, -4, 0])
  expect(bench.records[0]?.kind).toBe('cuboid')
  expect(bench.box(bench.records[0]?.id)?.length).toBeCloseTo(4.6)
})

test('a click selects, a drag moves what is selected over the ground', () => {
  const bench = new Bench([CAR])
  bench.click(bench.main, [12, 0, 1.5])
  expect(bench.editor.selection.peek()).toEqual(new Set(['a']))
  bench.drag(bench.main, [12, 0, 0], [14, 1, 0])
  expect(bench.box('a')).toMatchObject({ z: 0.75 })
  expect(bench.box('a')?.x).toBeCloseTo(14, 3)
  expect(bench.box('a')?.y).toBeCloseTo(1, 3)
  bench.click(bench.main, [5, -6, 0])
  expect(bench.editor.selection.peek().size).toBe(0)
})

const drags: readonly [string, 'top' | 'side' | 'rear', Point3, Point3, object][] = [
  ['front', 'side', [14, 0, 0.75], [15, 0, 0.75], { length: 5, x: 12.5 }],
  ['roof', 'side', [12, 0, 1.5], [12, 0, 2], { height: 2, z: 1 }],
  ['left side', 'top', [12, 1, 0], [12, 1.5, 0], { width: 2.5, y: 0.25 }],
  ['rear right corner', 'top', [10, -1, 0], [9, -2, 0], { length: 5, width: 3, x: 11.5, y: -0.5 }],
  ['right side from behind', 'rear', [0, -1, 0.75], [0, -1.5, 0.75], { width: 2.5, y: -0.25 }],
  ['body', 'rear', [0, 0.3, 0.75], [0, 1.3, 1.25], { y: 1, z: 1.25, length: 4 }],
]

test.each(drags)('dragging the %s in the %s view', (_, id, from, to, wanted) => {
  const bench = new Bench([CAR])
  bench.editor.select(['a'])
  bench.drag(bench.along(id), from, to)
  const box = bench.box('a')
  for (const [key, value] of Object.entries(wanted)) {
    expect(box?.[key as 'x']).toBeCloseTo(value as number, 2)
  }
})

test('a double click on a side moves it to the points', () => {
  const bench = new Bench([record('a', 'cuboid', boxOf([12.2, 4, 0.8], [5, 2.6, 1.6]))])
  bench.editor.select(['a'])
  bench.click(bench.along('top'), [9.7, 4, 0.8], { clicks: 2 })
  const box = bench.box('a')
  expect((box?.x ?? 0) - (box?.length ?? 0) / 2).toBeCloseTo(10, 1)
})

test('the handle before the front turns the box', () => {
  const bench = new Bench([CAR])
  bench.editor.select(['a'])
  const top = bench.along('top')
  const [x, y] = bench.pixel(top, [14, 0, 0.75])
  bench.editor.press(bench.pointer(top, [x, y - 22]))
  // To the left of the middle: a quarter turn left.
  bench.editor.move(bench.pointer(top, [top.rect.x + 20, 200], { shift: true }))
  bench.editor.release(bench.pointer(top, [top.rect.x + 20, 200]))
  expect(headingOf(bench.box('a') ?? boxOf([0, 0, 0]))).toBeCloseTo(Math.PI / 2)
})

test('what may not be changed is not dragged', () => {
  const bench = new Bench([CAR])
  bench.editor.select(['a'])
  bench.editor.view.locked.value = new Set(['a'])
  bench.drag(bench.along('side'), [14, 0, 0.75], [15, 0, 0.75])
  expect(bench.editor.work.get('a')?.data).toEqual(CAR.data)
})

test('boxes live in the world, views in the scene', () => {
  const bench = new Bench([CAR])
  expect(bench.box('a')?.x).toBe(12)
  expect((CAR.data as { x: number }).x).toBe(12 + ORIGIN[0])
})

test('boxes are tilted by the handle over them only where the schema allows it', () => {
  const bench = new Bench([CAR])
  bench.editor.select(['a'])
  const side = bench.along('side')
  const [x, y] = bench.pixel(side, [12, 0, 1.5])
  const turn = () => bench.dragAt(side, [x, y - 22], [x + 200, y - 22 + 200])
  turn()
  expect(pitchOf(bench.box('a') as Cuboid)).toBeCloseTo(0)
  bench.editor.schema.value = { ...bench.editor.schema.peek(), scene: { tilt: true } }
  const [mx, my] = bench.pixel(side, [12, 0, 0.75])
  // The top is pulled to the right, where the front is: the nose goes down.
  bench.dragAt(side, [x, y - 22], [mx + 100, my - 173.2])
  const box = bench.box('a') as Cuboid
  expect(pitchOf(box) * (180 / Math.PI)).toBeCloseTo(30, 1)
  expect(rollOf(box)).toBeCloseTo(0)
  expect([box.x, box.z]).toEqual([12, 0.75])
})

test('with Shift a side takes the box along, with Ctrl it stays at the points, twice in the middle all sides do', () => {
  const bench = new Bench([record('a', 'cuboid', boxOf([12.25, 3.9, 0.8], [5, 2.4, 1.6]))])
  bench.editor.select(['a'])
  const top = bench.along('top')
  bench.drag(top, [14.75, 3.9, 0.8], [15.75, 4.2, 0.8], { shift: true })
  expect(bench.box('a')).toMatchObject({ length: 5, width: 2.4 })
  expect(bench.box('a')?.x).toBeCloseTo(13.25)
  expect(bench.box('a')?.y).toBeCloseTo(3.9)
  bench.run('edit.undo')
  const rear = () => (bench.box('a')?.x ?? 0) - (bench.box('a')?.length ?? 0) / 2
  bench.drag(top, [9.75, 3.9, 0.8], [9.85, 3.9, 0.8], { ctrl: true })
  const touching = rear()
  bench.run('edit.undo')
  bench.click(top, [12.25, 3.9, 0.8], { clicks: 2 })
  expect(rear()).toBeCloseTo(touching, 1)
  expect(bench.box('a')?.width).toBeLessThan(2.4)
})

test('in a view along a box its neighbour is taken, and nothing else lets go of it', () => {
  const bench = new Bench([CAR, record('b', 'cuboid', boxOf([12, 4, 0.75]))])
  bench.editor.select(['a'])
  const top = bench.along('top')
  bench.click(top, [12, 2, 0.75])
  expect(bench.editor.selection.peek()).toEqual(new Set(['a']))
  bench.click(top, [12, 4, 0.75])
  expect(bench.editor.selection.peek()).toEqual(new Set(['b']))
})

test('a model that was chosen fits the box of a click', async () => {
  const bench = new Bench()
  const asked: Click[] = []
  const answers = [boxOf([12, 4, 0.8], [4.4, 1.8, 1.6]), null]
  const fit = async (click: Click) => {
    asked.push(click)
    return answers.shift() ?? null
  }
  const never = () => Promise.reject(new Error('not asked for'))
  const scene = sceneOf(bench.editor)
  scene.fitter.value = {
    id: 'm',
    name: 'M',
    version: '1',
    read: never,
    reading: never,
    ask: never,
    fit,
  }
  bench.choose('fit')
  bench.click(bench.main, [10, 3.5, 0.9])
  await vi.waitFor(() => expect(bench.records).toHaveLength(1))
  expect(bench.box(bench.records[0]?.id)?.length).toBeCloseTo(4.4)
  expect(asked[0]).toMatchObject({ frame: 0, label: 'car' })
  expect(asked[0]?.x).toBeCloseTo(ORIGIN[0] + 10, 0)
  bench.editor.select([])
  bench.choose('fit')
  bench.click(bench.main, [5, -5, 0])
  await vi.waitFor(() => expect(scene.told.peek()?.key).toBe('scene:told.nothing-there'))
  expect(bench.records).toHaveLength(1)
})
