import { expect, test } from 'vitest'
import { Document } from '../../../core/document'
import { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { type Keyframe, mask, type Track, track, trackAt } from '../../../kinds'
import { record, schema } from '../../image/testing/hand'
import { clipboardCommands } from '../commands/clipboard'
import { convertCommands } from '../commands/convert'
import { videoOf } from '../state'
import { joined, propagated, swapped, toggledKey, toggledOutside, withKeyMoved } from './edits'
import { trackOf } from './shapes'

const box = (x: number) => ({ x, y: 0, width: 10, height: 10 })
const key = (frame: number, x: number, over: Partial<Keyframe> = {}): Keyframe => ({
  frame,
  data: box(x),
  outside: false,
  occluded: false,
  attributes: {},
  origin: 'human',
  ...over,
})
const trackWith = (...keyframes: readonly Keyframe[]): Track => ({ of: 'box', keyframes })
const moving = (id: string, over: Partial<Annotation> = {}): Annotation =>
  record(id, 'track', trackWith(key(0, 0), key(10, 100), key(20, 100, { outside: true })), over)

function opened(records: readonly Annotation[], suggestions: readonly Annotation[] = []) {
  const work = new Document(records, 'w')
  const whole = new Editor({
    work,
    kinds: [track, mask],
    schema,
    extent: { width: 800, height: 600 },
    suggestions: [
      {
        document: new Document(suggestions, 'p', 'prelabel'),
        model: { slug: 'm', name: 'M', version: '1' },
      },
    ],
  })
  const video = videoOf(whole)
  return { whole, work, video, inFrame: video.inFrame }
}

const dataOf = (found: Annotation | undefined): Track => found?.data as Track
const xAt = (found: Track, frame: number) => (trackAt(found, frame)?.data as { x: number })?.x

test('a frame shows the shapes that tracks have there, and follows the video and the work', () => {
  const { whole, inFrame, video } = opened([moving('a'), record('t', 'tag', {})])
  expect(inFrame.work.get('a')).toMatchObject({ kind: 'box', data: box(0), label: 'car' })
  expect(inFrame.work.get('t')).toMatchObject({ kind: 'tag' })
  video.goTo(5)
  expect(inFrame.work.get('a')?.data).toEqual(box(50))
  video.goTo(20)
  expect(inFrame.work.get('a')).toBeUndefined()
  whole.edit('x', (tx) => tx.put(moving('b')))
  expect(inFrame.work.get('b')).toBeUndefined()
  video.goTo(9)
  whole.edit('x', (tx) => tx.remove('a'))
  expect([...inFrame.work.records.value.keys()]).toEqual(['t', 'b'])
})

test('what a tool does to a shape becomes a keyframe, and one undo takes it back from anywhere', () => {
  const { whole, work, inFrame, video } = opened([moving('a')])
  video.goTo(5)
  inFrame.edit('move', (tx) => tx.update('a', (one) => ({ ...one, data: box(70) })))
  expect(dataOf(work.get('a')).keyframes.map(({ frame }) => frame)).toEqual([0, 5, 10, 20])
  expect(inFrame.work.get('a')?.data).toEqual(box(70))
  video.goTo(12)
  whole.history.undo()
  expect(work.get('a')).toEqual(moving('a'))
})

test('a label or an attribute that is changed in a frame is that of the whole track', () => {
  const { work, inFrame, video } = opened([moving('a', { attributes: { parked: false } })])
  video.goTo(5)
  inFrame.edit('x', (tx) =>
    tx.update('a', (one) => ({ ...one, label: 'bus', attributes: { parked: true } })),
  )
  expect(work.get('a')).toMatchObject({ label: 'bus', attributes: { parked: true } })
  expect(dataOf(work.get('a'))).toEqual(moving('a').data)
})

test('what is drawn begins a track; for one frame only if that is wished', () => {
  const { work, inFrame, video } = opened([])
  video.goTo(7)
  inFrame.edit('draw', (tx) => tx.put(record('n', 'box', box(3))))
  expect(work.get('n')).toMatchObject({ kind: 'track', data: trackWith(key(7, 3)) })
  video.single.value = true
  inFrame.edit('draw', (tx) => tx.put(record('s', 'box', box(3))))
  expect(dataOf(work.get('s')).keyframes).toEqual([key(7, 3), key(8, 3, { outside: true })])
})

test('what a tool takes away is gone from this frame on, up to the next keyframe', () => {
  const { work, inFrame, video } = opened([moving('a'), record('b', 'track', trackWith(key(5, 1)))])
  video.goTo(5)
  inFrame.edit('erase', (tx) => {
    tx.remove('a')
    tx.remove('b')
  })
  expect(xAt(dataOf(work.get('a')), 4)).toBe(40)
  expect(trackAt(dataOf(work.get('a')), 9)).toBeNull()
  expect(xAt(dataOf(work.get('a')), 10)).toBe(100)
  expect(work.get('b')).toBeUndefined()
})

test('a suggested track that is adjusted in a frame is taken over whole', () => {
  const offered = moving('s', { source: { origin: 'model', model: 'm' }, score: 0.8 })
  const { work, inFrame, video } = opened([], [offered])
  video.goTo(5)
  expect(inFrame.offered.value.get('s')?.data).toEqual(box(50))
  inFrame.edit('move', (tx) => tx.update('s', (one) => ({ ...one, data: box(60) })))
  expect(dataOf(work.get('s')).keyframes.map(({ frame }) => frame)).toEqual([0, 5, 10, 20])
})

test('a keyframe is set and taken out; a track goes out of the picture and comes back', () => {
  const { data } = moving('a')
  const set = toggledKey(data as Track, 4)
  expect(set?.keyframes.map(({ frame }) => frame)).toEqual([0, 4, 10, 20])
  expect(set && toggledKey(set, 4)).toEqual(data)
  const out = toggledOutside(data as Track, 6)
  expect(out && [xAt(out, 5), trackAt(out, 8)]).toEqual([50, null])
  expect(out && xAt(out, 10)).toBe(100)
  const back = toggledOutside(data as Track, 25)
  expect(back && [trackAt(back, 24), xAt(back, 30)]).toEqual([null, 100])
})

test('two tracks that were taken for each other are what they were before, and each other after', () => {
  const a = trackWith(key(0, 0), key(20, 200))
  const b = trackWith(key(0, 300), key(20, 500))
  const both = swapped(a, b, 10)
  expect(both?.map((one) => [0, 9, 10, 20, 30].map((frame) => xAt(one, frame)))).toEqual([
    [0, 90, 400, 500, 500],
    [300, 390, 100, 200, 200],
  ])
})

test('two tracks become one, with a gap where neither is there', () => {
  const first = trackWith(key(0, 0), key(5, 50), key(6, 50, { outside: true }))
  const whole = joined(trackWith(key(9, 90)), first)
  expect([0, 5, 7, 9, 12].map((frame) => xAt(whole, frame))).toEqual([0, 50, undefined, 90, 90])
})

test('a shape is kept as it is for some frames, and what comes later stays what it was', () => {
  const next = propagated(trackWith(key(0, 0), key(30, 300)), 5, 15)
  expect([0, 5, 10, 15, 16, 20, 30].map((frame) => xAt(next, frame))).toEqual([
    0, 50, 50, 50, 160, 200, 300,
  ])
})

test('a keyframe is moved between its neighbours and no further', () => {
  const { data } = moving('a')
  const frames = (to: number) =>
    withKeyMoved(data as Track, 10, to).keyframes.map(({ frame }) => frame)
  expect([frames(4), frames(-3), frames(99)]).toEqual([
    [0, 4, 20],
    [0, 1, 20],
    [0, 19, 20],
  ])
  expect(trackOf(record('x', 'tag', {}))).toBeNull()
})

test('a track becomes another kind as a whole, in one step', () => {
  const { whole, work } = opened([moving('a')])
  const to = (kind: string) => convertCommands.find(({ id }) => id === `convert.${kind}`)
  whole.select(['a'])
  expect(to('polygon')?.enabled(whole)).toBe(true)
  to('polygon')?.run(whole)
  const made = dataOf(work.get('a'))
  expect([made.of, made.keyframes.map(({ frame, outside }) => [frame, outside])]).toEqual([
    'polygon',
    [
      [0, false],
      [10, false],
      [20, true],
    ],
  ])
  expect(track.validate(made)).toEqual([])
  const between = trackAt(made, 5)?.data as { points: readonly (readonly number[])[] } | undefined
  expect(between?.points.map(([x]) => x).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([
    50, 50, 60, 60,
  ])
  whole.history.undo()
  expect(dataOf(work.get('a')).of).toBe('box')
})

test('a shape that is copied in one frame begins a track in the frame where it is put down', () => {
  const { whole, work, video } = opened([moving('a')])
  const [copy, paste, cut] = clipboardCommands
  whole.select(['a'])
  video.goTo(5)
  copy?.run(whole)
  video.goTo(30)
  paste?.run(whole)
  const made = [...work.records.value.values()].find(({ id }) => id !== 'a')
  expect([made?.kind, made?.label, made?.data]).toEqual(['track', 'car', trackWith(key(30, 50))])
  whole.select(['a'])
  video.goTo(10)
  cut?.run(whole)
  expect(work.get('a')).toBeUndefined()
  paste?.run(whole)
  expect([...work.records.value.values()].map(({ data }) => (data as Track).keyframes)).toEqual([
    [key(30, 50)],
    [key(10, 100)],
  ])
})
