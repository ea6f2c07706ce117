import { signal } from '@preact/signals-core'
import { expect, test, vi } from 'vitest'
import { newId } from './ids'
import { Playhead } from './playhead'
import { Scope } from './scope'

test('disposing the root ends everything below, last first, once', () => {
  const ended: string[] = []
  const root = new Scope()
  root.add(() => ended.push('first'))
  const child = root.child()
  child.add(() => ended.push('child'))
  root.add(() => ended.push('last'))
  root.dispose()
  root.dispose()
  expect(ended).toEqual(['last', 'child', 'first'])
  expect([root.alive, child.alive, root.size, child.size]).toEqual([false, false, 0, 0])
})

test('a disposed child is forgotten by its parent', () => {
  const root = new Scope()
  for (let i = 0; i < 100; i++) root.child().dispose()
  expect(root.size).toBe(0)
})

test('nothing leaks: listeners, effects, timers and frames end with the scope', () => {
  vi.useFakeTimers()
  const heard = vi.fn()
  const target = new EventTarget()
  const source = signal(0)
  const scope = new Scope()
  scope.listen(target, 'ping', heard)
  scope.effect(() => heard(source.value))
  scope.timeout(heard, 10)
  scope.interval(heard, 10)
  scope.frame(heard)
  heard.mockClear()
  scope.dispose()
  target.dispatchEvent(new Event('ping'))
  source.value = 1
  vi.advanceTimersByTime(100)
  expect(heard).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

test('timers and frames that have run are forgotten', () => {
  vi.useFakeTimers()
  const scope = new Scope()
  const ran = vi.fn()
  scope.timeout(ran, 5)
  scope.frame(ran)
  vi.advanceTimersByTime(50)
  expect(ran).toHaveBeenCalledTimes(2)
  expect(scope.size).toBe(0)
  vi.useRealTimers()
})

test('adding to a dead scope cleans at once', () => {
  const scope = new Scope()
  scope.dispose()
  const ended = vi.fn()
  scope.add(ended)
  scope.child().add(ended)
  expect(ended).toHaveBeenCalledTimes(2)
})

test('ids are version 7, unique and sort in the order they were made', () => {
  const ids = Array.from({ length: 500 }, () => newId())
  expect(new Set(ids).size).toBe(500)
  expect(ids).toEqual([...ids].sort())
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the playhead stays in range and stops at the end', () => {
  const playhead = new Playhead(10)
  playhead.seek(20)
  expect(playhead.at.value).toBe(10)
  playhead.toggle()
  expect([playhead.at.value, playhead.playing.value]).toEqual([0, true])
  playhead.rate.value = 2
  playhead.advance(3)
  expect(playhead.at.value).toBe(6)
  playhead.advance(3)
  expect([playhead.at.value, playhead.playing.value]).toEqual([10, false])
  playhead.step(-1)
  playhead.advance(5)
  expect(playhead.at.value).toBe(9)
})
