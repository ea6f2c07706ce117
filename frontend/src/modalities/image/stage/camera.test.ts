import { expect, test } from 'vitest'
import { Camera } from './camera'

const WORLD = { width: 1920, height: 1080 }

function camera(eases = false): Camera {
  const made = new Camera(WORLD, eases)
  made.resize({ width: 960, height: 600 })
  return made
}
const settle = (c: Camera) => {
  for (let i = 0; i < 200 && c.moving; i++) c.tick(16)
}

test('an image is fitted, centred, and stays so when the stage changes its size', () => {
  const c = camera()
  expect(c.scale.value).toBeCloseTo((960 - 32) / 1920)
  expect(c.toWorld([480, 300]).map(Math.round)).toEqual([960, 540])
  c.resize({ width: 1952, height: 1200 })
  expect(c.scale.value).toBeCloseTo(1)
  c.zoomBy(2)
  c.resize({ width: 960, height: 600 })
  expect(c.scale.value).toBeCloseTo(2)
  expect(c.toWorld([480, 300])[0]).toBeCloseTo(960, -1)
})

test('the place under the cursor stays there all the way through an eased zoom', () => {
  const c = camera(true)
  const before = c.toWorld([200, 150])
  c.zoomAt([200, 150], 2)
  c.zoomAt([200, 150], 2)
  expect(c.moving).toBe(true)
  for (let i = 0; i < 5; i++) {
    c.tick(16)
    expect(c.toWorld([200, 150])[0]).toBeCloseTo(before[0], 0)
  }
  settle(c)
  expect(c.moving).toBe(false)
  expect(c.scale.value).toBeCloseTo(((960 - 32) / 1920) * 4)
  expect(c.toWorld([200, 150])[1]).toBeCloseTo(before[1], 0)
})

test('the scale has limits and the image never gets lost', () => {
  const c = camera()
  for (let i = 0; i < 50; i++) c.zoomBy(2)
  expect(c.scale.value).toBe(64)
  for (let i = 0; i < 50; i++) c.zoomBy(0.5)
  expect(c.scale.value).toBeGreaterThan(0.1)
  c.panBy(1e6, 1e6)
  const seen = c.visible()
  expect(seen.minX).toBeLessThan(0)
  expect(seen.maxX).toBeGreaterThan(0)
  expect(seen.maxY).toBeGreaterThan(0)
})

test('actual size, zoom to a shape, look at a place', () => {
  const c = camera()
  c.actualSize()
  expect(c.scale.value).toBe(1)
  c.zoomTo({ minX: 100, minY: 100, maxX: 200, maxY: 150 })
  expect(c.scale.value).toBeCloseTo(5.76)
  expect(c.toWorld([480, 300]).map(Math.round)).toEqual([150, 125])
  c.lookAt([1000, 500])
  expect(c.toWorld([480, 300]).map(Math.round)).toEqual([1000, 500])
})

test('revealing moves only what is out of sight', () => {
  const c = camera()
  c.actualSize()
  const before = c.transform.value
  c.reveal({ minX: 900, minY: 500, maxX: 950, maxY: 550 })
  expect(c.transform.value).toEqual(before)
  c.reveal({ minX: 10, minY: 10, maxX: 50, maxY: 50 })
  expect(c.transform.value.scale).toBe(1)
  expect(c.visible().minX).toBeLessThanOrEqual(10)
  c.reveal({ minX: 0, minY: 0, maxX: 1920, maxY: 1080 })
  expect(c.scale.value).toBeLessThan(1)
})
