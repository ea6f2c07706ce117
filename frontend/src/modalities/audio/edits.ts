/** What can be done to segments, each as one step of the history. Samples throughout. */
import { newAnnotation, putNew } from '../../core/create'
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import type { Transaction } from '../../core/transaction'
import { READING } from '../../transcription/parts'
import { type Rules, rulesOf } from '../../transcription/rules'
import { tokens } from '../../transcription/tokens'
import { boundaryOf, partsOf, putBoundary, type Side } from './boundary'
import { toSilence } from './data/snap'
import { type Item, itemOf, laned, OPEN_LANE, placed } from './items'
import type { LaneRow } from './lanes'
import { audioOf } from './state'

/** Whose parts things of these labels are: templates and formats share the keys. */
const PARENT_LABEL: Readonly<Record<string, string>> = {
  word: 'speech',
  phone: 'word',
  [READING]: 'speech',
}

const overlapOf = (a: Item, start: number, stop: number): number =>
  Math.min(a.stop, stop) - Math.max(a.start, start)

/** The segment that a new one is a part of: of the tier above, the one that it lies in most. */
function parentFor(editor: Editor, label: string, start: number, stop: number): string | null {
  const above = PARENT_LABEL[label]
  const candidates = audioOf(editor)
    .items.peek()
    .filter(({ record }) => record.label === above && editor.work.get(record.id))
  const [best] = candidates
    .filter((item) => overlapOf(item, start, stop) * 2 > stop - start)
    .sort((a, b) => overlapOf(b, start, stop) - overlapOf(a, start, stop))
  return best?.record.id ?? null
}

/** Whether something of this kind may be drawn in a lane. */
export function allows(editor: Editor, lane: LaneRow, kind: string): boolean {
  return findLabel(editor.schema.peek(), lane.label)?.kinds.includes(kind) ?? false
}

/** A new segment of a lane; a new moment when there is no `stop`. */
export function madeIn(editor: Editor, lane: LaneRow, start: number, stop?: number): Annotation {
  const { tier, speaker, channel, label } = lane
  const parent = parentFor(editor, label, start, stop ?? start + 1)
  const place = stop === undefined ? { at: start } : { start, stop }
  const kind = stop === undefined ? 'time_point' : 'segment'
  const data = { ...place, ...OPEN_LANE, tier, speaker, channel, parent }
  return newAnnotation(kind, data, findLabel(editor.schema.peek(), label))
}

export function put(editor: Editor, record: Annotation): void {
  editor.edit('audio:edit.draw', (tx) => putNew(tx, record))
  editor.select([record.id])
}

/** How a segment is read, in pinyin or furigana: a part of it as long as it is itself. */
export const readingOf = (items: readonly Item[], whole: Item): Item | undefined =>
  items.find(({ record, lane }) => record.label === READING && lane.parent === whole.record.id)

/** Where the words of a text lie if all letters take the same time. */
export function wordsOf(
  text: string,
  rules: Rules,
  start: number,
  stop: number,
): readonly { readonly text: string; readonly start: number; readonly stop: number }[] {
  const spoken = tokens(text, rules).filter(({ type }) => type === 'word')
  const lengthOf = ({ start: from, stop: to }: { start: number; stop: number }) => to - from
  const letters = spoken.reduce((sum, word) => sum + lengthOf(word), 0)
  let before = 0
  const placeOf = (count: number) => start + Math.round(((stop - start) * count) / letters)
  return spoken.map((word) => {
    const from = placeOf(before)
    before += lengthOf(word)
    return { text: word.text, start: from, stop: placeOf(before) }
  })
}

/** Where the word after a place in the text begins, as well as is known: by the words below it, else by letters and silence. */
export function beginOf(editor: Editor, item: Item, caret: number): number | null {
  const { items, recording } = audioOf(editor)
  const rules = rulesOf(editor.schema.peek().transcription)
  const isWord = ({ type }: { type: string }) => type === 'word'
  const before = tokens(item.lane.text.slice(0, caret), rules).filter(isWord).length
  const words = wordsOf(item.lane.text, rules, item.start, item.stop)
  const parts = items.peek().filter(({ lane }) => lane.parent === item.record.id)
  if (parts.length === words.length) return parts[before]?.start ?? null
  const guess = words[before]?.start
  const sound = recording.peek()
  if (guess === undefined || !sound) return guess ?? null
  return toSilence(sound, guess) ?? guess
}

/** The words of a segment as parts of it, side by side, for their boundaries to be moved. */
export function layOut(editor: Editor, item: Item, lane: LaneRow, rules: Rules): void {
  const words = wordsOf(item.lane.text, rules, item.start, item.stop)
  editor.edit('audio:edit.words', (tx) => {
    for (const { text, start, stop } of words.filter((word) => word.start < word.stop)) {
      const word = madeIn(editor, lane, start, stop)
      putNew(tx, laned(word, { text, parent: item.record.id }))
    }
  })
}

/** Shift by so many samples, with all its parts, as far as the recording reaches. */
export function shift(editor: Editor, tx: Transaction, item: Item, by: number): void {
  const { items, recording } = audioOf(editor)
  const length = recording.peek()?.samples ?? item.stop
  const step = Math.min(Math.max(by, -item.start), length - item.stop)
  const all = [item, ...partsOf(items.peek(), item.record.id)]
  for (const each of all) {
    tx.update(each.record.id, (record) => placed(record, each.start + step, each.stop + step))
  }
}

export const isInside = (item: Item, sample: number): boolean =>
  item.start < sample && sample < item.stop

/** Cut a segment in two; `words` is where its text is cut, in UTF-16 units. Answers the second one's id. */
export function split(editor: Editor, item: Item, at: number, words: number | null): string {
  const { text } = item.lane
  const cut = words ?? text.length
  const [before, after] = [text.slice(0, cut).trimEnd(), text.slice(cut).trimStart()]
  const second = newAnnotation('segment', null)
  const items = audioOf(editor).items.peek()
  const parts = items.filter((one) => one.lane.parent === item.record.id && one.start >= at)
  const reading = readingOf(items, item)
  editor.edit('audio:edit.split', (tx) => {
    tx.update(item.record.id, (record) => laned(placed(record, item.start, at), { text: before }))
    const { record } = item
    const rest = { ...record, id: second.id, source: second.source, score: null }
    tx.put(laned(placed(rest, at, item.stop), { text: after }))
    for (const part of parts) tx.update(part.record.id, (r) => laned(r, { parent: second.id }))
    if (reading && isInside(reading, at)) {
      tx.update(reading.record.id, (r) => placed(r, reading.start, at))
    }
  })
  return second.id
}

/** Scripts that put no blank between words. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]$/u

export function joinedText(first: string, second: string): string {
  if (!first || !second) return first + second
  return first + (UNSPACED.test(first) ? '' : ' ') + second
}

/** One segment from the beginning of the first to the end of the last, with the words of both. */
export function merge(editor: Editor, first: Item, second: Item): void {
  const items = audioOf(editor).items.peek()
  const parts = items.filter(({ lane }) => lane.parent === second.record.id)
  const readings = [readingOf(items, first), readingOf(items, second)].filter((one) => !!one)
  const stop = Math.max(first.stop, second.stop)
  const whole = (record: Annotation, texts: readonly Item[]) =>
    laned(placed(record, first.start, stop), {
      text: texts.map(({ lane }) => lane.text).reduce(joinedText),
    })
  editor.edit('audio:edit.merge', (tx) => {
    tx.update(first.record.id, (record) => whole(record, [first, second]))
    tx.remove(second.record.id)
    for (const part of parts) {
      tx.update(part.record.id, (r) => laned(r, { parent: first.record.id }))
    }
    const [kept, other] = readings
    if (kept) tx.update(kept.record.id, (record) => whole(record, readings))
    if (other) tx.remove(other.record.id)
  })
}

/** Put one edge somewhere else; nothing happens when nothing would be left. */
export function moveEdge(editor: Editor, item: Item, side: Side, at: number): void {
  if (side === 'start' ? at >= item.stop : at <= item.start) return
  const boundary = boundaryOf(audioOf(editor).items.peek(), item, side)
  editor.edit('audio:edit.boundary', (tx) => putBoundary(tx, boundary, at))
}

/** The words of a segment; what is written in one run is one step. */
export function write(editor: Editor, id: string, text: string, run?: number): void {
  editor.edit(
    'audio:edit.text',
    (tx) => tx.update(id, (record) => laned(record, { text })),
    ...(run === undefined ? [] : [`text:${id}:${run}`]),
  )
}

/** Several texts at once, as one step. */
export function rewrite(editor: Editor, texts: ReadonlyMap<string, string>): void {
  editor.edit('audio:edit.replace', (tx) => {
    for (const [id, text] of texts) tx.update(id, (record) => laned(record, { text }))
  })
}

export function speak(editor: Editor, records: readonly Annotation[], speaker: string): void {
  editor.edit('audio:edit.speaker', (tx) => {
    for (const { id } of records) {
      tx.update(id, (record) => (itemOf(record) ? laned(record, { speaker }) : record))
    }
  })
}
