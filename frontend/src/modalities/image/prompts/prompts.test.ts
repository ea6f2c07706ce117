import { expect, test, vi } from 'vitest'
import type { Prompt, PromptAnswer, Prompter, Reading } from '../../../core/prompts'
import { type Mask, maskOf } from '../../../kinds/mask'
import { blank } from '../../../kinds/parts/bitmap'
import { sheetOf } from '../masks/sheet'
import { Bench } from '../testing/hand'
import { askingOf } from './asking'
import { maskPromptTool, polygonPromptTool } from './tools'

const READY: Reading = { ready: true, job: null }

/** A mask of 10 x 10 pixels. */
function square(x: number, y: number): Mask {
  const bitmap = blank({ minX: x, minY: y, maxX: x + 10, maxY: y + 10 })
  bitmap.bits.fill(1)
  return maskOf(bitmap) as Mask
}

/** A model that answers with a square at each place inside, and keeps what it was asked. */
function model(readings: Reading[] = [READY]) {
  const asked: Prompt[] = []
  const next = async () => (readings.length > 1 ? readings.shift() : readings[0]) as Reading
  const ask = async (prompt: Prompt): Promise<readonly PromptAnswer[]> => {
    asked.push(prompt)
    const [x = 0, y = 0] = prompt.box ?? [prompt.spots[0]?.x, prompt.spots[0]?.y]
    return [square(x, y), square(x + 2, y)].map((data) => ({ data, score: 1, low: `${x}` }))
  }
  const prompter: Prompter = {
    id: 'm',
    name: 'M',
    version: '1',
    read: next,
    reading: next,
    ask,
    fit: next,
  }
  return { prompter, asked }
}

class PromptBench extends Bench {
  readonly asked: readonly Prompt[]

  constructor(tool = maskPromptTool, readings?: Reading[]) {
    super()
    const { prompter, asked } = model(readings)
    this.asked = asked
    askingOf(this.editor).offer([prompter])
    this.editor.tool.value = tool
  }

  answered(times: number): Promise<void> {
    return vi.waitFor(() => {
      expect(this.asked).toHaveLength(times)
      expect(askingOf(this.editor).busy.peek()).toBe(false)
      expect(sheetOf(this.editor).peek()).not.toBeNull()
    })
  }
}

test('clicks, a box and removed dots are what the model is asked, and Enter keeps its answer', async () => {
  const b = new PromptBench()
  b.click(20, 20)
  await b.answered(1)
  b.click(60, 20, { alt: true })
  await b.answered(2)
  b.drag([5, 6], [50, 40])
  await b.answered(3)
  b.click(60, 20)
  await b.answered(4)
  const [first, second, third, fourth] = b.asked
  expect(first).toEqual({ spots: [{ x: 20, y: 20, inside: true }], box: null, previous: null })
  expect(second?.spots[1]).toEqual({ x: 60, y: 20, inside: false })
  expect(second?.previous).toBe('20')
  expect(third).toMatchObject({ box: [5, 6, 50, 40], previous: null })
  expect(fourth?.spots).toHaveLength(1)

  expect(b.records).toEqual([])
  askingOf(b.editor).current.peek()?.another()
  b.editor.complete()
  expect(b.records).toMatchObject([{ kind: 'mask', label: 'car', data: { x: 7, y: 6, area: 100 } }])
  expect(b.editor.gesture.peek()).toBeNull()
  b.editor.history.undo()
  expect(b.records).toEqual([])
})

test('Enter before the answer is there keeps that answer, not the one before', async () => {
  const b = new PromptBench()
  b.click(20, 20)
  await b.answered(1)
  b.drag([5, 6], [50, 40])
  b.editor.complete()
  expect(b.records).toEqual([])
  await vi.waitFor(() => expect(b.records).toMatchObject([{ data: { x: 5, y: 6 } }]))
  expect(b.editor.gesture.peek()).toBeNull()
})

test('a step back asks again for what was there before, and the first gives up', async () => {
  const b = new PromptBench()
  b.click(20, 20)
  await b.answered(1)
  b.click(40, 40)
  await b.answered(2)
  b.editor.back()
  await b.answered(3)
  expect(b.asked[2]?.spots).toHaveLength(1)
  b.editor.back()
  expect(b.editor.gesture.peek()).toBeNull()
  expect(sheetOf(b.editor).peek()).toBeNull()
  expect(b.records).toEqual([])
})

test('the tool for polygons makes polygons', async () => {
  const b = new PromptBench(polygonPromptTool)
  b.click(20, 30)
  await b.answered(1)
  b.editor.complete()
  expect(b.records).toMatchObject([{ kind: 'polygon', label: 'car' }])
})

test('a click waits until the picture is read, and a failure says why', async () => {
  vi.useFakeTimers()
  try {
    const running: Reading = { ready: false, job: { state: 'running', error: null } }
    const error = { code: 'onnx-slow', message: '', params: {} }
    const failed: Reading = { ready: false, job: { state: 'failed', error } }
    const slow = new PromptBench(maskPromptTool, [running, READY])
    slow.click(20, 20)
    await vi.advanceTimersByTimeAsync(0)
    expect(askingOf(slow.editor).stand.peek().is).toBe('reading')
    expect(slow.asked).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(slow.asked).toHaveLength(1)

    const broken = new PromptBench(maskPromptTool, [running, failed])
    broken.click(20, 20)
    await vi.advanceTimersByTimeAsync(1000)
    expect(askingOf(broken.editor).stand.peek()).toEqual({ is: 'failed', error })
    expect(broken.asked).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

test('another frame is read anew, and what was asked about the one before is not answered', async () => {
  const read: number[] = []
  const asked: number[] = []
  let isRead = (_: Reading): void => undefined
  const prompter: Prompter = {
    ...model().prompter,
    read: (frame) => {
      read.push(frame)
      return frame === 1 ? new Promise((resolve) => (isRead = resolve)) : Promise.resolve(READY)
    },
    ask: async (_, frame) => {
      asked.push(frame)
      return []
    },
  }
  const asking = askingOf(new Bench().editor)
  asking.offer([prompter])
  const prompt: Prompt = { spots: [{ x: 1, y: 1, inside: true }], box: null, previous: null }
  expect(asking.goTo(1)).toBe(true)
  expect(asking.goTo(1)).toBe(false)
  const early = asking.ask(prompt)
  asking.goTo(2)
  isRead(READY)
  expect(await early).toBeNull()
  expect(await asking.ask(prompt)).toEqual([])
  expect([read, asked]).toEqual([[1, 2], [2]])
})
