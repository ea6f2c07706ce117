import { expect, test } from 'vitest'
import type { Cuboid, PictureBox, Point3 } from '../../../kinds'
import { pictureBoxOf } from '../picture_boxes'
import { CAR, filmed, SIZE } from '../testing/filmed'
import { boxOf } from '../testing/hand'

const KINDS = ['cuboid', 'picture_box']

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
  const record = bench.records.find((one) => pictureBoxOf(one))
  expect(record?.source.origin).toBe('rule')
  // By its outline it is taken, by its corner it is changed.
  const { editor } = bench
  const corner = [made?.x ?? 0, made?.y ?? 0] as const
  bench.tapAt(view, [corner[0] + 10, corner[1]])
  expect([...editor.selection.peek()]).toEqual([record?.id])
  bench.dragAt(view, corner, [corner[0] - 20, corner[1] - 10])
  const [drawn] = flatOnes(bench)
  expect(drawn?.x).toBeCloseTo((made?.x ?? 0) - 20)
  expect(drawn?.width).toBeCloseTo((made?.width ?? 0) + 20)
  editor.select([])
  bench.run('scene.project')
  expect(flatOnes(bench)).toEqual([drawn])
  editor.select([record?.id ?? ''])
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
