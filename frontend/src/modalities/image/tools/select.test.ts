import { expect, test } from 'vitest'
import { Bench, box, record, suggestion } from '../testing/hand'

const two = () => new Bench([box('a', 100, 100, 100, 80), box('b', 300, 100, 100, 80)])

test('a click selects, a click on empty ground deselects, Shift adds and takes away', () => {
  const bench = two()
  bench.click(150, 140)
  expect(bench.selected).toEqual(['a'])
  bench.click(350, 140, { shift: true })
  expect(bench.selected).toEqual(['a', 'b'])
  bench.click(150, 140, { shift: true })
  expect(bench.selected).toEqual(['b'])
  bench.click(600, 500)
  expect(bench.selected).toEqual([])
})

test('a press on empty ground leaves the drag to the stage and keeps the selection', () => {
  const bench = two()
  bench.click(150, 140)
  bench.press(600, 500)
  expect(bench.editor.gesture.value).toBeNull()
  bench.release(500, 400)
  expect(bench.selected).toEqual(['a'])
})

test('dragging moves the whole selection in one step, and only the draft until released', () => {
  const bench = two()
  bench.click(150, 140)
  bench.click(350, 140, { shift: true })
  bench.press(150, 140)
  bench.move(160, 145)
  expect(bench.editor.draft.value[0]?.patch).toHaveLength(2)
  expect(bench.data('a')).toMatchObject({ x: 100 })
  bench.release(160, 145)
  expect(bench.data('a')).toMatchObject({ x: 110, y: 105 })
  expect(bench.data('b')).toMatchObject({ x: 310, y: 105 })
  expect(bench.undoTitle).toBe('editor:edit.move')
  bench.run('edit.undo')
  expect(bench.data('a')).toMatchObject({ x: 100, y: 100 })
})

test('a trembling click moves nothing', () => {
  const bench = two()
  bench.drag([150, 140], [151, 140])
  expect(bench.data('a')).toMatchObject({ x: 100 })
  expect(bench.undoTitle).toBeUndefined()
})

test('Escape in the middle of a drag leaves everything as it was', () => {
  const bench = two()
  bench.press(150, 140)
  bench.move(250, 240)
  bench.run('draw.cancel')
  bench.release(250, 240)
  expect(bench.data('a')).toMatchObject({ x: 100, y: 100 })
  expect(bench.editor.draft.value).toEqual([])
  expect(bench.undoTitle).toBeUndefined()
})

test('a drag stops at the edge of the image and keeps the shape', () => {
  const bench = two()
  bench.drag([150, 140], [-500, 140])
  expect(bench.data('a')).toEqual({ x: 0, y: 100, width: 100, height: 80 })
})

test('Shift while dragging keeps to one axis', () => {
  const bench = two()
  bench.press(150, 140)
  bench.move(190, 150, { shift: true })
  bench.release(190, 150, { shift: true })
  expect(bench.data('a')).toMatchObject({ x: 140, y: 100 })
})

test('a corner resizes, Shift keeps the proportions, the pointer stays inside the image', () => {
  const bench = two()
  bench.click(150, 140)
  bench.drag([200, 180], [240, 200])
  expect(bench.data('a')).toEqual({ x: 100, y: 100, width: 140, height: 100 })
  expect(bench.undoTitle).toBe('editor:edit.resize')
  bench.drag([240, 200], [380, 200], { shift: true })
  expect(bench.data('a')).toEqual({ x: 100, y: 100, width: 280, height: 200 })
  bench.drag([380, 300], [2000, 2000])
  expect(bench.data('a')).toEqual({ x: 100, y: 100, width: 700, height: 500 })
})

test('the turning handle turns, and snaps with Shift', () => {
  const data = { cx: 300, cy: 300, width: 100, height: 40, angle: 0 }
  const bench = new Bench([record('r', 'rotated_box', data)])
  bench.click(300, 300)
  // 16 above the upper side: four times the tolerance.
  bench.drag([300, 264], [340, 300])
  expect((bench.data('r') as typeof data).angle).toBeCloseTo(Math.PI / 2)
  expect(bench.undoTitle).toBe('editor:edit.rotate')
  bench.run('edit.undo')
  bench.drag([300, 264], [336, 303], { shift: true })
  expect((bench.data('r') as typeof data).angle).toBeCloseTo(Math.PI / 2)
})

test('Shift and a drag on empty ground draw a rubber band that adds what lies wholly inside', () => {
  const bench = two()
  bench.press(80, 80, { shift: true })
  bench.move(350, 200, { shift: true })
  expect(bench.editor.lasso.value).toHaveLength(4)
  expect(bench.selected).toEqual(['a'])
  bench.move(450, 200, { shift: true })
  bench.release(450, 200)
  expect(bench.selected).toEqual(['a', 'b'])
  expect(bench.editor.lasso.value).toBeNull()
})

test('repeated clicks walk through what lies on top of each other, smallest first', () => {
  const bench = new Bench([
    box('large', 0, 0, 400, 400),
    box('middle', 100, 100, 200, 200),
    box('small', 150, 150, 60, 60),
  ])
  const seen = [0, 1, 2, 3].map(() => {
    bench.click(180, 180)
    return bench.selected[0]
  })
  expect(seen).toEqual(['small', 'middle', 'large', 'small'])
})

test('the stacking order beats the size', () => {
  const bench = new Bench([box('top', 0, 0, 400, 400, { z: 1 }), box('small', 100, 100, 20, 20)])
  bench.click(110, 110)
  expect(bench.selected).toEqual(['top'])
})

test('a group is selected as one; Ctrl takes one part', () => {
  const bench = new Bench([
    box('a', 0, 0, 50, 50, { group: 'g' }),
    box('b', 100, 0, 50, 50, { group: 'g' }),
  ])
  bench.click(25, 25)
  expect(bench.selected).toEqual(['a', 'b'])
  bench.click(700, 500)
  bench.click(25, 25, { ctrl: true })
  expect(bench.selected).toEqual(['a'])
})

test('what is hidden cannot be picked, what is locked cannot be moved', () => {
  const bench = two()
  bench.editor.view.hidden.value = new Set(['a'])
  bench.click(150, 140)
  expect(bench.selected).toEqual([])
  bench.editor.view.locked.value = new Set(['b'])
  bench.drag([350, 140], [390, 160])
  expect(bench.selected).toEqual(['b'])
  expect(bench.data('b')).toMatchObject({ x: 300 })
  bench.drag([300, 100], [320, 120])
  expect(bench.data('b')).toMatchObject({ x: 300 })
  expect(bench.move(350, 140)).toBe('not-allowed')
})

test('nothing can be changed where nothing may be written', () => {
  const bench = two()
  bench.editor.canWrite.value = 'task-submitted'
  bench.drag([150, 140], [190, 160])
  expect(bench.data('a')).toMatchObject({ x: 100 })
  expect(bench.run('edit.delete')).toBe('task-submitted')
  expect(bench.records).toHaveLength(2)
})

test('the cursor tells what a press would do', () => {
  const bench = two()
  expect(bench.move(600, 500)).toBeUndefined()
  expect(bench.move(150, 140)).toBe('pointer')
  expect(bench.editor.hover.value).toBe('a')
  bench.click(150, 140)
  expect(bench.move(150, 140)).toBe('move')
  expect(bench.move(200, 180)).toBe('nwse-resize')
  expect(bench.editor.handle.value).toBe('a/se')
  expect(bench.move(200, 140)).toBe('ew-resize')
})

const triangle = {
  points: [
    [100, 100],
    [300, 100],
    [300, 300],
  ],
  holes: [],
}

test('vertices: drag one, take one out with Alt, make one from the middle of an edge or by double click', () => {
  const bench = new Bench([record('p', 'polygon', triangle)])
  const points = () => (bench.data('p') as { points: readonly unknown[] }).points
  bench.click(280, 150)
  bench.drag([300, 300], [320, 330])
  expect(points()[2]).toEqual([320, 330])
  expect(bench.undoTitle).toBe('editor:edit.move-vertex')
  bench.drag([200, 100], [200, 60])
  expect(points()).toHaveLength(4)
  expect(points()[1]).toEqual([200, 60])
  expect(bench.undoTitle).toBe('editor:edit.add-vertex')
  bench.click(200, 60, { alt: true })
  expect(points()).toHaveLength(3)
  bench.click(300, 100, { alt: true })
  expect(points()).toHaveLength(3)
  bench.click(150, 100, { clicks: 2 })
  expect(points()[1]).toEqual([150, 100])
})

test('a small shape can still be moved although its handles are close', () => {
  const bench = new Bench([box('s', 100, 100, 8, 8)])
  bench.click(104, 104)
  bench.drag([104, 104], [124, 124])
  expect(bench.data('s')).toEqual({ x: 120, y: 120, width: 8, height: 8 })
})

test('adjusting a suggestion accepts it, in one step of the history', () => {
  const bench = new Bench([], [suggestion('s', 100, 0.8)])
  bench.drag([120, 320], [140, 330])
  expect(bench.data('s')).toMatchObject({ x: 120, y: 310 })
  expect(bench.editor.work.get('s')?.source.origin).toBe('model')
  expect(bench.editor.offered.value.size).toBe(0)
  bench.run('edit.undo')
  expect(bench.records).toEqual([])
  expect(bench.editor.offered.value.size).toBe(1)
})
