import { expect, test } from 'vitest'
import { attachBlobs, Blobs, blobsOf, MemoryBlobs, noBlobs } from '../../../core/blobs'
import type { Annotation } from '../../../core/patch'
import type { Point3, PointLabels } from '../../../kinds'
import type { Packed } from '../data/packed'
import { labelsOf, relabelled } from '../stage/labels'
import { sceneOf } from '../state'
import { Bench, boxOf, record } from '../testing/hand'
import { carAt, road } from '../testing/street'
import {
  compacted,
  type FrameLabels,
  labelAt,
  packLabels,
  painted,
  readLabels,
  sums,
} from './labels'
import { FramePieces, type Pieces } from './pieces'
import { inOutline, seenIn } from './seen'
import { segmentOf } from './state'
import { pointLabelsOf } from './store'

const ROAD = road().length
const ALL = ROAD + carAt(0, 0).length

const everything = () => true

test('values are kept in the order of the source, and come back from their file', async () => {
  const made = painted(
    { classes: ['road'], values: Uint32Array.of(1, 0, 0, 1) },
    { label: 'car', instance: 3, points: Uint32Array.of(2, 3), over: everything },
  ) as FrameLabels
  expect([...made.values]).toEqual([1, 0, (3 << 16) | 2, (3 << 16) | 2])
  expect(sums(made)).toEqual([
    { label: 'road', points: 1, instances: 0, last: 0 },
    { label: 'car', points: 2, instances: 1, last: 3 },
  ])
  expect(labelAt(made, 3)).toEqual({ label: 'car', instance: 3 })
  expect(await readLabels(await packLabels(made), 4, made.classes)).toEqual(made)
  await expect(readLabels(await packLabels(made), 5, made.classes)).rejects.toThrow('malformed')
})

test('a class without points goes, and the others keep theirs', () => {
  const labels = { classes: ['road', 'car'], values: Uint32Array.of(0, (1 << 16) | 2) }
  expect(compacted(labels)).toEqual({ classes: ['car'], values: Uint32Array.of(0, (1 << 16) | 1) })
})

test('only what may be painted over is', () => {
  const before = { classes: ['road'], values: Uint32Array.of(1, 0) }
  const paint = { label: 'car', instance: 0, points: Uint32Array.of(0, 1) }
  expect(painted(before, { ...paint, over: (l) => l === null })?.values).toEqual(
    Uint32Array.of(1, 2),
  )
  expect(painted(before, { ...paint, over: (l) => l === 'road' })?.values).toEqual(
    Uint32Array.of(2, 0),
  )
  expect(painted(before, { ...paint, label: 'road', over: (l) => l === 'road' })).toBeNull()
})

test('an outline takes what is seen, or also what that hides', () => {
  const bench = new Bench()
  // From behind: the rear of the car hides what of its side lies further ahead.
  bench.main.pose.value = { target: [10, 4, 0.9], yaw: 0, pitch: 0, distance: 8 }
  const points = sceneOf(bench.editor).points.peek()
  if (!points) throw new Error('no points')
  const seen = seenIn(bench.main, points, (n) => n >= ROAD)
  const around: readonly Point3[] = [
    [10, 5.2, 0],
    [10, 2.6, 0],
    [10, 2.6, 1.8],
    [10, 5.2, 1.8],
  ]
  const outline = around.map((p) => bench.pixel(bench.main, p))
  const [front, all] = [inOutline(seen, outline, false), inOutline(seen, outline, true)]
  expect(all.length).toBe(ALL - ROAD)
  expect(front.length).toBeLessThan(all.length)
  const at = (n: number) => points.positions[3 * n] ?? 0
  expect([...front].filter((n) => at(n) < 10.1).length).toBe(95)
})

/** The labels of a frame as the document has them. */
async function kept(bench: Bench, frame = 0): Promise<FrameLabels | null> {
  const found = bench.records.find(
    ({ kind, data }) => kind === 'point_labels' && (data as PointLabels).frame === frame,
  )
  if (!found) return null
  const { blob, count, classes } = found.data as PointLabels
  const file = await blobsOf(bench.editor).read(blob)
  return readLabels(
    file,
    count,
    classes.map(({ label }) => label),
  )
}

const settled = (bench: Bench) => pointLabelsOf(bench.editor).commit('nothing', new Map())

function segmenting(records: readonly Annotation[] = []): Bench {
  const bench = new Bench(records, 3, ['cuboid', 'point_labels'])
  sceneOf(bench.editor).loaded.value = 0
  return bench
}

test('a click takes what hangs together, each click another thing, and undo takes it back', async () => {
  const bench = segmenting()
  bench.choose('thing')
  bench.click(bench.main, [10, 3.5, 0.9])
  await settled(bench)
  const labels = await kept(bench)
  expect(sums(labels as FrameLabels)).toEqual([
    { label: 'car', points: ALL - ROAD, instances: 1, last: 1 },
  ])
  segmentOf(bench.editor).over.value = 'unlabelled'
  bench.click(bench.main, [10, 3.5, 0.9])
  await settled(bench)
  expect(segmentOf(bench.editor).instance.peek()).toBe(2)
  expect((await kept(bench))?.values).toEqual(labels?.values)
  bench.editor.history.undo()
  expect(await kept(bench)).toBeNull()
  bench.editor.history.redo()
  expect((await kept(bench))?.values).toEqual(labels?.values)
})

test('a click beside a thing means the thing, not the ground before it, and on the ground it says so', async () => {
  const bench = segmenting()
  bench.choose('thing')
  bench.click(bench.main, [9.8, 3.9, 0])
  await settled(bench)
  expect(sums((await kept(bench)) as FrameLabels)[0]?.points).toBe(ALL - ROAD)
  segmentOf(bench.editor).over.value = 'unlabelled'
  bench.click(bench.main, [10, 3.9, 0.9])
  expect(sceneOf(bench.editor).told.peek()?.key).toBe('scene:told.stays-labelled')
  bench.click(bench.main, [6, -6, 0])
  expect(sceneOf(bench.editor).told.peek()?.key).toBe('scene:told.stands-nothing')
})

test('a stroke does not wait for labels that are on their way, and takes none of them away', async () => {
  const before = { classes: ['pedestrian'], values: new Uint32Array(ALL).fill(1, 0, 20) }
  const file = await packLabels(before)
  const blob = 'a'.repeat(64)
  const classes = [{ label: 'pedestrian', points: 20, instances: 0 }]
  const data = { frame: 0, blob, count: ALL, classes }
  const bench = segmenting([{ ...record('p', 'point_labels', data), label: '' }])
  let arrive = (_: typeof file) => {}
  const coming = new Promise<typeof file>((resolve) => {
    arrive = resolve
  })
  const blobs = blobsOf(bench.editor)
  const read = blobs.read.bind(blobs)
  blobs.read = (name) => (name === blob ? coming : read(name))
  bench.choose('brush')
  bench.editor.press(bench.pointer(bench.main, bench.pixel(bench.main, [8, -4, 0])))
  expect(bench.editor.gesture.peek()).not.toBeNull()
  bench.editor.move(bench.pointer(bench.main, bench.pixel(bench.main, [12, -4, 0])))
  bench.editor.release(bench.pointer(bench.main, bench.pixel(bench.main, [12, -4, 0])))
  arrive(file)
  await settled(bench)
  const after = sums((await kept(bench)) as FrameLabels)
  expect(after.find(({ label }) => label === 'pedestrian')?.points).toBe(20)
  expect(after.find(({ label }) => label === 'car')?.points).toBeGreaterThan(5)
})

test('labels of others are drawn while they are looked at, until somebody paints', async () => {
  const bench = segmenting()
  const theirs = { classes: ['pedestrian'], values: new Uint32Array(ALL).fill(1) }
  const blob = await blobsOf(bench.editor).keep(await packLabels(theirs))
  const classes = [{ label: 'pedestrian', points: ALL, instances: 0 }]
  const answer = record('theirs', 'point_labels', { frame: 0, blob, count: ALL, classes })
  const store = pointLabelsOf(bench.editor)
  bench.editor.view.ghosts.value = [answer]
  await expect.poll(() => store.shown(0)?.classes).toEqual(['pedestrian'])
  expect(store.shown(1)?.classes).toEqual([])
  expect(store.painted(0)?.classes).toEqual([])
  bench.choose('brush')
  bench.drag(bench.main, [8, -4, 0], [12, -4, 0])
  expect(store.shown(0)?.classes).toEqual(['car'])
  await settled(bench)
})

test('a stroke whose page ends before it is kept is painted when the task is opened again', async () => {
  const dead = segmenting()
  const store = new MemoryBlobs()
  // This page never comes to keep anything: what it noted is all that is left of it.
  const blobs = new Blobs('a', noBlobs, store)
  blobs.keep = () => new Promise(() => {})
  attachBlobs(dead.editor, blobs)
  dead.choose('brush')
  dead.drag(dead.main, [8, -4, 0], [12, -4, 0])
  const seen = sums(pointLabelsOf(dead.editor).shown(0) as FrameLabels)
  expect(dead.records).toEqual([])

  const again = segmenting()
  attachBlobs(again.editor, new Blobs('a', noBlobs, store))
  await pointLabelsOf(again.editor).recover()
  expect(sums((await kept(again)) as FrameLabels)).toEqual(seen)
  // Once it is in the document it is nothing to go back to.
  await expect.poll(() => blobsOf(again.editor).notes()).toEqual([])
})

test('a lasso over the road paints it, Alt takes labels away, and both are one step each', async () => {
  const bench = segmenting()
  const area: readonly Point3[] = [
    [4, -4, 0],
    [4, -8, 0],
    [8, -8, 0],
    [8, -4, 0],
  ]
  const circle = (more: object) => {
    const [first, ...rest] = area.map((p) => bench.pixel(bench.main, p))
    bench.editor.press(bench.pointer(bench.main, first ?? [0, 0], more))
    for (const pixel of rest) bench.editor.move(bench.pointer(bench.main, pixel, more))
    bench.editor.release(bench.pointer(bench.main, rest.at(-1) ?? [0, 0], more))
  }
  bench.choose('lasso')
  circle({})
  await settled(bench)
  const count = bench.records[0]?.data as PointLabels
  expect(count.classes[0]?.points).toBeGreaterThan(49)
  expect(bench.editor.history.undoTitle.peek()).toBe('scene:edit.paint')
  circle({ alt: true })
  await settled(bench)
  expect(bench.records).toEqual([])
  bench.run('edit.undo')
  expect(bench.records[0]?.data).toEqual(count)
  // The labels of a frame are nothing that a key may name, or take away.
  bench.run('label.pedestrian')
  bench.run('edit.delete')
  expect(bench.records[0]).toMatchObject({ label: '', data: count })
})

test('the brush shows what it paints, and a cancelled stroke leaves nothing', async () => {
  const bench = segmenting()
  const store = pointLabelsOf(bench.editor)
  bench.choose('brush')
  bench.editor.press(bench.pointer(bench.main, bench.pixel(bench.main, [8, -4, 0])))
  bench.editor.move(bench.pointer(bench.main, bench.pixel(bench.main, [12, -4, 0])))
  expect(sums(store.shown(0) as FrameLabels)[0]?.points).toBeGreaterThan(5)
  bench.editor.cancel()
  expect(sums(store.shown(0) as FrameLabels)).toEqual([])
  bench.drag(bench.main, [8, -4, 0], [12, -4, 0])
  // Seen at once, kept in turn: a second stroke before the first is kept loses neither.
  bench.drag(bench.main, [8, -6, 0], [12, -6, 0])
  const seen = sums(store.shown(0) as FrameLabels)
  await settled(bench)
  expect(sums((await kept(bench)) as FrameLabels)).toEqual(seen)
})

test('the brush takes whole pieces of what it meets, also where it did not go', async () => {
  const bench = segmenting()
  // The road is one piece, the car another.
  const points = sceneOf(bench.editor).points.peek() as Packed
  const of = new Uint32Array(ALL)
  points.source.forEach((place, n) => {
    of[place] = points.isGround(n) ? 1 : 2
  })
  const pieces = { some: true, peek: () => new FramePieces(of) }
  sceneOf(bench.editor).pieces.value = pieces as unknown as Pieces
  bench.run('scene.whole')
  bench.choose('brush')
  bench.drag(bench.main, [8, -4, 0], [12, -4, 0])
  await settled(bench)
  expect(sums((await kept(bench)) as FrameLabels)[0]?.points).toBe(
    of.filter((piece) => piece === 1).length,
  )
})

test('a stroke is unsaved from the moment it is painted, and whoever saves waits for it', async () => {
  const bench = segmenting()
  const blobs = blobsOf(bench.editor)
  bench.choose('brush')
  bench.drag(bench.main, [8, -4, 0], [12, -4, 0])
  expect(blobs.making.peek()).toBe(1)
  expect(bench.records).toEqual([])
  await blobs.made()
  expect(blobs.making.peek()).toBe(0)
  expect(bench.records).toHaveLength(1)
})

test('points in boxes get their labels in every frame, numbered as the boxes are', async () => {
  const box = boxOf([12.25, 3.9, 0.85], [4.7, 2, 1.7])
  const bench = segmenting([record('a', 'cuboid', boxOf([60, 0, 1])), record('b', 'cuboid', box)])
  const points = sceneOf(bench.editor).points.peek()
  sceneOf(bench.editor).source.value = { get: async () => points, around: () => [] } as never
  bench.run('scene.from-boxes')
  await expect.poll(() => segmentOf(bench.editor).busy.peek()).toBeNull()
  await settled(bench)
  for (const frame of [0, 1, 2]) {
    const [car] = sums((await kept(bench, frame)) as FrameLabels)
    expect(car).toMatchObject({ label: 'car', last: 2 })
    expect(car?.points).toBeGreaterThan(0.9 * (ALL - ROAD))
  }
  bench.editor.history.undo()
  expect(bench.records).toHaveLength(2)
})

test('what changed of the labels gives the same numbers as looking at all of them', () => {
  const bench = segmenting()
  const points = sceneOf(bench.editor).points.peek() as Packed
  const store = pointLabelsOf(bench.editor)
  const stroke = (labels: FrameLabels, label: string | null, first: number): FrameLabels =>
    painted(labels, {
      ...{ label, instance: label ? 2 : 0, over: everything },
      points: points.source.slice(first, first + 40),
    }) ?? labels
  const start = stroke({ classes: [], values: new Uint32Array(points.count) }, 'car', 0)
  const end = stroke(stroke(start, 'pedestrian', 20), null, 50)
  for (const by of ['label', 'object'] as const) {
    store.preview(new Map([[0, start]]))
    const before = { labels: start, numbers: labelsOf(bench.editor, 0, points, by) }
    store.preview(new Map([[0, end]]))
    const whole = labelsOf(bench.editor, 0, points, by)
    expect(new Set(whole).size).toBe(3)
    expect(relabelled(bench.editor, points, by, before, end)).toEqual(whole)
    const others = { ...end, classes: [...end.classes] }
    expect(relabelled(bench.editor, points, by, before, others)).toBeNull()
  }
})
