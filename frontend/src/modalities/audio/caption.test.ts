import { expect, test } from 'vitest'
import { newAnnotation } from '../../core/create'
import { Document } from '../../core/document'
import { Editor } from '../../core/editor'
import { segment } from '../../kinds'
import { caption } from './caption'
import type { Recording } from './data/recording'
import { OPEN_LANE, recordsByTime } from './items'
import { audioOf } from './state'

const said = (start: number, speaker: string, text: string) =>
  newAnnotation('segment', { start, stop: start + 10, ...OPEN_LANE, speaker, text })

test('segments are listed by time, each with its beginning, speaker and words', () => {
  const records = [said(45_120, 'S2', 'שלום'), said(21_120, 'S1', 'so yes'), said(0, '', '')]
  const schema = { labels: [], questions: [] }
  const extent = { width: 1, height: 1 }
  const editor = new Editor({ work: new Document(records), kinds: [segment], schema, extent })
  audioOf(editor).recording.value = { rate: 16_000 } as Recording
  // Words from right to left turn nothing about that stands beside them.
  const listed = records.toSorted(recordsByTime).map((record) => caption(editor, record))
  expect(listed.map((line) => line.replace(/[\u2068\u2069]/g, '|'))).toEqual([
    '0:00.0',
    '0:01.3 |S1| |so yes|',
    '0:02.8 |S2| |שלום|',
  ])
})
