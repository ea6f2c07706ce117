import { describe, expect, test } from 'vitest'
import { newAnnotation } from '../../core/create'
import { Document } from '../../core/document'
import { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { segment } from '../../kinds'
import type { Recording } from './data/recording'
import { merge, moveEdge, split } from './edits'
import { type Item, itemOf, OPEN_LANE } from './items'
import { audioOf } from './state'

const made = (label: string, start: number, stop: number, text: string, parent: string | null) => ({
  ...newAnnotation('segment', { start, stop, ...OPEN_LANE, text, parent }),
  label,
})
const whole = made('speech', 100, 200, '你好', null)
const word = made('word', 150, 200, '好', whole.id)
const reading = made('reading', 100, 200, 'nǐ hǎo', whole.id)
const next = made('speech', 200, 300, '吗', null)
const its = made('reading', 200, 300, 'ma', next.id)

function opened(...records: Annotation[]) {
  const schema = { labels: [], questions: [] }
  const extent = { width: 1, height: 1 }
  const editor = new Editor({ work: new Document(records), kinds: [segment], schema, extent })
  audioOf(editor).recording.value = { rate: 16_000, samples: 1000 } as Recording
  const now = (record: Annotation) => {
    const item = itemOf(editor.work.get(record.id) as Annotation) as Item
    return [item.start, item.stop, item.lane.text]
  }
  return { editor, now }
}
const item = (record: Annotation) => itemOf(record) as Item

describe('parts of a segment', () => {
  test('go along with a boundary that is theirs too, as far as something is left of them', () => {
    const { editor, now } = opened(whole, word, reading)
    moveEdge(editor, item(whole), 'stop', 190)
    expect([now(whole)[1], now(word)[1], now(reading)[1]]).toEqual([190, 190, 190])
    moveEdge(editor, item(editor.work.get(whole.id) as Annotation), 'stop', 140)
    expect([now(whole)[1], now(word)[1], now(reading)[1]]).toEqual([151, 151, 151])
    editor.history.undo()
    editor.history.undo()
    expect(now(word)).toEqual([150, 200, '好'])
  })

  test('that touch have one boundary, which belongs to words and phones alike and stays inside of their sentence', () => {
    const first = made('word', 100, 150, '你', whole.id)
    const [n, i] = [made('phone', 100, 120, 'n', first.id), made('phone', 120, 150, 'i', first.id)]
    const h = made('phone', 150, 200, 'h', word.id)
    const { editor, now } = opened(whole, first, word, n, i, h)
    const span = (record: Annotation) => now(record).slice(0, 2)
    moveEdge(editor, item(i), 'stop', 160)
    expect([first, i, word, h].map(span)).toEqual([
      [100, 160],
      [120, 160],
      [160, 200],
      [160, 200],
    ])
    const fresh = (record: Annotation) => item(editor.work.get(record.id) as Annotation)
    moveEdge(editor, fresh(i), 'start', 90)
    expect([span(n), span(i)]).toEqual([
      [100, 101],
      [101, 160],
    ])
    moveEdge(editor, fresh(h), 'stop', 250)
    expect([whole, word, h].map((one) => span(one)[1])).toEqual([200, 200, 200])
  })

  test('go with it when it is deleted, and come back with it', () => {
    const phone = made('phone', 150, 170, 'h', word.id)
    const { editor } = opened(whole, word, phone, next)
    editor.edit('editor:edit.delete', (tx) => tx.remove(whole.id))
    expect([...editor.work.records.peek().keys()]).toEqual([next.id])
    editor.history.undo()
    expect(editor.work.records.peek().size).toBe(4)
  })

  test('a reading is as long as its segment, when it is cut and when two are made one', () => {
    const cut = opened(whole, word, reading)
    split(cut.editor, item(whole), 150, 1)
    expect(cut.now(reading)).toEqual([100, 150, 'nǐ hǎo'])
    const one = opened(whole, reading, next, its)
    merge(one.editor, item(whole), item(next))
    expect([one.now(whole), one.now(reading)]).toEqual([
      [100, 300, '你好吗'],
      [100, 300, 'nǐ hǎo ma'],
    ])
    expect(one.editor.work.get(its.id)).toBeUndefined()
  })
})
