import { expect, test } from 'vitest'
import type { Cuboid, PictureBox, Point3 } from '../../../kinds'
import { isMarked, pictureBoxOf } from '../picture_boxes'
import { CAR, filmed, SIZE } from '../testing/filmed'
import { boxOf, record } from '../testing/hand'

const KINDS = ['cuboid', 'picture_box']
const PLACE = { x: 10, y: 10, width: 40, height: 30 }

function flatOnes(bench: ReturnType<typeof filmed>['bench']): readonly PictureBox[] {
  return bench.records.flatMap((record) => pictureBoxOf(record) ?? [])
}

test('boxes in space become boxes in the picture, which a person corrects and machines then leave alone', () => {
  const { bench, view } = filmed([boxOf(CAR, SIZE)], KINDS)
  expect(bench.run('scene.project')).toBe(true)
  const [made] = flatOnes(bench)
  const [x, y] = view.toStage([CAR[0] - 2.25, CAR[1] + 0.9, 0]) ?? [0, 0]
  expect(made).toMatchObject({ frame: 0, camera: 'front', of: 'b0' })
  expect(made?.x).toBeCloseTo(x, 0)
  expect((made?.y ?? 0) + (made?.height ?? 0)).toBeGreaterThan(y - 3)
  const own = bench.records.find((one) => pictureBoxOf(one))
  expect(own?.source.origin).toBe('rule')
  // By its outline it is taken, by its corner it is changed.
  const { editor } = bench
  const corner = [made?.x ?? 0, made?.y ?? 0] as const
  bench.tapAt(view, [corner[0] + 10, corner[1]])
  expect([...editor.selection.peek()]).toEqual([own?.id])
  const space = bench.records.find(({ id }) => id === made?.of)
  expect(space && isMarked(editor, space)).toBe(true)
  bench.dragAt(view, corner, [corner[0] - 20, corner[1] - 10])
  const [drawn] = flatOnes(bench)
  expect(drawn?.x).toBeCloseTo((made?.x ?? 0) - 20)
  expect(drawn?.width).toBeCloseTo((made?.width ?? 0) + 20)
  editor.select([])
  bench.run('scene.project')
  expect(flatOnes(bench)).toEqual([drawn])
  editor.select([own?.id ?? ''])
  bench.run('scene.project-again')
  expect(flatOnes(bench)[0]?.x).toBeCloseTo(made?.x ?? 0)
})

test('a box drawn in the picture is lifted into space, and belongs to what came of it', () => {
  const { bench, view } = filmed([], KINDS)
  const at = (p: Point3) => view.toStage(p) ?? ([0, 0] as const)
  bench.choose('picture_box')
  bench.dragAt(
    view,
    [at([10, 4.8, 0])[0], at([10, 4, 1.6])[1]],
    [at([10, 3, 0])[0], at([10, 4, 0])[1]],
  )
  const [flat] = flatOnes(bench)
  expect(flat?.of).toBeNull()
  bench.run('scene.lift')
  const box = bench.records.find(({ kind }) => kind === 'track')
  expect(flatOnes(bench)[0]?.of).toBe(box?.id)
  expect((bench.box(box?.id) as Cuboid).x).toBeCloseTo(12.3, 0)
  bench.editor.history.undo()
  expect(flatOnes(bench)[0]?.of).toBeNull()
})

test('where a track ends, boxes that were worked out of it go, and what a person drew is of nothing', () => {
  const { bench } = filmed([], KINDS)
  const key = { outside: false, occluded: false, attributes: {}, origin: 'human' as const }
  const keyframes = [{ ...key, frame: 0, data: boxOf(CAR, SIZE) }]
  const flat = (frame: number) => ({ frame, camera: 'front', ...PLACE, of: 't' })
  const rule = { source: { origin: 'rule' as const } }
  bench.editor.edit('editor:edit.draw', (tx) => {
    tx.put(record('t', 'track', { of: 'cuboid', keyframes }))
    tx.put({ ...record('kept', 'picture_box', flat(0)), ...rule })
    tx.put({ ...record('gone', 'picture_box', flat(1)), ...rule })
    tx.put(record('drawn', 'picture_box', flat(2)))
  })
  bench.editor.select(['t'])
  bench.go(1)
  bench.run('scene.end')
  expect(bench.records.map(({ id }) => id).sort()).toEqual(['drawn', 'kept', 't'])
  expect(flatOnes(bench).map(({ of }) => of)).toEqual(['t', null])
})
