import { expect, test } from 'vitest'
import { accept, commandsOf } from '../../../core/commands'
import { keysCollide } from '../../../core/keys'
import { type Cuboid, headingOf, type PictureBox } from '../../../kinds'
import scene from '..'
import { editBoxes, trackOf } from '../objects'
import { sceneOf } from '../state'
import { cloud } from '../testing/cloud'
import { Bench, boxOf, record } from '../testing/hand'
import { carAt, road } from '../testing/street'

const key = (frame: number, x: number) => ({
  frame,
  data: boxOf([x, 0, 0.75]),
  outside: false,
  occluded: false,
  attributes: {},
  origin: 'human',
})

const TRACK = record('t', 'track', { of: 'cuboid', keyframes: [key(0, 10), key(2, 14)] })

function bench(records = [TRACK], frame = 0): Bench {
  const made = new Bench(records)
  made.editor.select(['t'])
  made.go(frame)
  return made
}

const framesOf = (one: Bench) =>
  trackOf(one.editor.work.get('t') ?? TRACK)?.keyframes.map(({ frame, outside }) => [
    frame,
    outside,
  ])

test('between keyframes the box is interpolated, and what is done there makes a keyframe', () => {
  const one = bench([TRACK], 1)
  expect(one.box('t', 1)?.x).toBeCloseTo(12)
  one.run('scene.settle')
  expect(framesOf(one)).toEqual([
    [0, false],
    [1, false],
    [2, false],
  ])
})

test('the front is the same end in all frames', () => {
  const one = bench()
  one.run('scene.flip')
  const headings = [0, 1, 2].map((f) => headingOf(one.box('t', f) ?? boxOf([0, 0, 0])))
  for (const heading of headings) expect(Math.abs(heading)).toBeCloseTo(Math.PI)
  one.run('scene.heading')
  for (const f of [0, 1, 2]) expect(headingOf(one.box('t', f) as Cuboid)).toBeCloseTo(0)
})

test('keyframes are set and dropped; the only one stays', () => {
  const one = bench([TRACK], 1)
  expect(one.run('scene.drop-key')).toBe(false)
  one.run('scene.key')
  expect(framesOf(one)).toHaveLength(3)
  one.run('scene.drop-key')
  one.go(2)
  one.run('scene.drop-key')
  one.go(0)
  expect(one.run('scene.drop-key')).toBe(false)
  expect(framesOf(one)).toEqual([[0, false]])
})

test('a track ends before the frame', () => {
  const one = bench([TRACK], 1)
  one.run('scene.end')
  expect(framesOf(one)).toEqual([
    [0, false],
    [1, true],
  ])
  expect(one.box('t', 0)?.x).toBeCloseTo(10)
  expect(one.box('t', 2)).toBeNull()
  one.go(0)
  expect(one.run('scene.end')).toBe(false)
})

test('what stands still is one box for all frames, and can move again', () => {
  const one = bench([TRACK], 1)
  one.run('scene.still')
  expect(one.editor.work.get('t')?.kind).toBe('cuboid')
  expect([0, 1, 2].map((frame) => one.box('t', frame)?.x)).toEqual([12, 12, 12])
  one.run('scene.still')
  expect(framesOf(one)).toEqual([[0, false]])
  expect(one.box('t', 0)?.x).toBe(12)
  one.run('edit.undo')
  one.run('edit.undo')
  expect(one.editor.work.get('t')?.data).toEqual(TRACK.data)
})

test('a quarter turn keeps the body, settling puts it on the road', () => {
  const one = bench([record('t', 'cuboid', boxOf([12, 0, 3]))])
  one.run('scene.settle')
  expect(one.box('t')?.z).toBeCloseTo(0.75, 1)
  one.run('scene.quarter')
  expect(one.box('t')).toMatchObject({ length: 2, width: 4 })
})

test('fitting again follows the points and keeps the size', () => {
  const one = bench([record('t', 'cuboid', boxOf([12.8, 3.6, 0.8], [4.5, 1.8, 1.6], 0.1))])
  one.run('scene.refit')
  const box = one.box('t')
  expect(box?.length).toBeCloseTo(4.5)
  expect(box?.x).toBeCloseTo(12.25, 1)
  expect(box?.y).toBeCloseTo(3.9, 1)
  expect(headingOf(box ?? boxOf([0, 0, 0]))).toBeCloseTo(0, 1)
})

test('frames are stepped through and stop at the ends', () => {
  const one = bench()
  one.run('scene.next')
  one.run('scene.next')
  one.run('scene.next')
  one.run('scene.previous')
  expect(one.run('scene.key')).toBe(true)
  expect(framesOf(one)).toHaveLength(3)
})

test('boxes are copied beside themselves, and Tab goes through them', () => {
  const one = bench()
  one.run('edit.duplicate')
  const [copy = ''] = one.editor.selection.peek()
  expect(copy).not.toBe('t')
  expect((one.box(copy, 2)?.x ?? 0) - (one.box('t', 2)?.x ?? 0)).toBeCloseTo(3)
  one.run('select.next')
  expect(one.editor.selection.peek()).not.toEqual(new Set([copy]))
})

test('a track has one size: a change in one frame is one in all, and the sides that are seen stay', () => {
  const one = bench()
  const draft = (length: number) =>
    editBoxes(one.editor, 'x', one.editor.selected.peek(), (box) => ({ ...box, length }))
  draft(6)
  expect([0, 1, 2].map((f) => one.box('t', f)?.length)).toEqual([6, 6, 6])
  // The sensor is behind the car of the last keyframe: its rear stays where it was.
  expect((one.box('t', 2)?.x ?? 0) - 3).toBeCloseTo(12)
  one.run('scene.one-size')
  draft(4)
  expect([0, 2].map((f) => one.box('t', f)?.length)).toEqual([4, 6])
  one.run('scene.one-size')
  expect([0, 2].map((f) => one.box('t', f)?.length)).toEqual([4, 4])
})

test('a track is split, made one again, and cut at its beginning', () => {
  const one = bench([TRACK], 1)
  one.run('scene.split-track')
  const [other = ''] = one.editor.selection.peek()
  expect([0, 1, 2].map((f) => one.box('t', f) !== null)).toEqual([true, false, false])
  expect(one.box(other, 1)?.x).toBeCloseTo(12)
  expect(one.run('scene.merge-tracks')).toBe(false)
  one.editor.select([other, 't'])
  one.run('scene.merge-tracks')
  expect(one.records.map(({ id }) => id)).toEqual(['t'])
  expect([0, 1, 2].map((f) => one.box('t', f)?.x)).toEqual([10, 12, 14])
  one.run('scene.begin')
  expect([0, 1, 2].map((f) => one.box('t', f)?.x)).toEqual([undefined, 12, 14])
})

test('boxes in pictures are of the part of a track that is there, and go with it', () => {
  const place = { camera: 'front', x: 0, y: 0, width: 20, height: 10, of: 't' }
  const flat = [0, 1].map((frame) => record(`p${frame}`, 'picture_box', { ...place, frame }))
  const one = bench([TRACK, ...flat], 1)
  const seenOf = () =>
    one.records.flatMap(({ id, data }) => (id[0] === 'p' ? [(data as PictureBox).of] : []))
  one.run('scene.split-track')
  const [other = ''] = one.editor.selection.peek()
  expect(seenOf()).toEqual(['t', other])
  one.editor.select([other, 't'])
  one.run('scene.merge-tracks')
  expect(seenOf()).toEqual(['t', 't'])
  one.run('edit.delete')
  expect(one.records).toEqual([])
  one.editor.history.undo()
  expect(one.records).toHaveLength(3)
})

test('no two commands of a scene share a key', () => {
  const one = bench()
  const all = commandsOf(scene, one.editor.schema.peek())
  const keys = all.flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, key })))
  const clashes = keys.flatMap(({ id, key }, i) =>
    keys.slice(i + 1).flatMap((other) => (keysCollide(other.key, key) ? [[id, other.id]] : [])),
  )
  expect(clashes).toEqual([])
})

test('what is followed backwards was drawn the wrong way round; what stands still is told', async () => {
  const start = { ...key(0, 12.25), data: boxOf([12.25, 3.9, 0.8], [4.5, 1.8, 1.6], Math.PI) }
  const one = bench([record('t', 'track', { of: 'cuboid', keyframes: [start] })])
  const scene = sceneOf(one.editor)
  const follow = async (paces: readonly number[]) => {
    const sweeps = paces.map((by) => cloud([...road(), ...carAt(10 + by, 3)]))
    scene.source.value = { get: async (frame: number) => sweeps[frame] } as never
    scene.told.value = null
    one.run('scene.follow')
    await expect.poll(() => scene.told.peek()).not.toBeNull()
  }
  await follow([0, 1.2, 2.4])
  expect(scene.told.peek()).toEqual({ key: 'scene:told.followed', params: { count: 2 } })
  expect(one.box('t', 2)?.x).toBeCloseTo(14.65, 0)
  for (const f of [0, 1, 2]) expect(headingOf(one.box('t', f) as Cuboid)).toBeCloseTo(0, 1)
  one.editor.history.undo()
  await follow([0, 40, 40])
  expect(scene.told.peek()?.key).toBe('scene:told.lost')
})

test('keys push and turn the box the way the view under the pointer looks, in one step of the history', () => {
  const one = bench([record('t', 'cuboid', boxOf([12, 0, 0.75], [4, 2, 1.5], Math.PI / 2))])
  const at = () => one.box('t') as Cuboid
  sceneOf(one.editor).pointed.value = one.along('top')
  one.run('scene.push-up')
  one.run('scene.push-up')
  expect([at().x, at().y]).toEqual([expect.closeTo(12), expect.closeTo(0.1)])
  sceneOf(one.editor).pointed.value = one.along('rear')
  one.run('scene.push-up')
  expect(at().z).toBeCloseTo(0.8)
  one.run('edit.undo')
  expect(at()).toMatchObject({ x: 12, y: 0, z: 0.75 })
  sceneOf(one.editor).pointed.value = one.main
  one.run('scene.push-far-up')
  expect(at().x).toBeCloseTo(12.5)
  one.run('scene.turn-right')
  expect(headingOf(at())).toBeCloseTo((89 * Math.PI) / 180)
})

test('a box is put into the next frame as it is', () => {
  const one = bench()
  one.run('scene.copy-next')
  expect(sceneOf(one.editor).frame.peek()).toBe(1)
  expect(one.box('t', 1)?.x).toBeCloseTo(10)
  expect(framesOf(one)).toHaveLength(3)
})

test('a track carried on by a model becomes longer, and is offered again when that is undone', () => {
  const model = (frame: number, x: number) => ({ ...key(frame, x), origin: 'model' })
  const ends = { ...model(5, 18), outside: true }
  const later = {
    ...record('s', 'track', { of: 'cuboid', keyframes: [model(3, 16), model(4, 18), ends] }),
    source: { origin: 'model', continues: 't' },
  } as const
  const one = new Bench([TRACK], 6)
  accept(one.editor, [later])
  expect(one.records.map(({ id }) => id)).toEqual(['t'])
  expect(one.editor.work.get('t')?.source).toEqual({ origin: 'human', includes: 's' })
  expect(framesOf(one)).toEqual([0, 2, 3, 4].map((frame) => [frame, false]).concat([[5, true]]))
  expect(one.box('t', 4)?.x).toBeCloseTo(18)
  one.run('edit.undo')
  expect(one.editor.work.get('t')).toEqual(TRACK)

  // Back in time its end is where the track of the person begins.
  const meets = { ...model(0, 10), outside: true }
  const start = { ...later, data: { of: 'cuboid', keyframes: [meets] } }
  accept(one.editor, [start])
  expect(framesOf(one)).toEqual([0, 2].map((frame) => [frame, false]))
})
