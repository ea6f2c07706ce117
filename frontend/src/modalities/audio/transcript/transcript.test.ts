import { describe, expect, test } from 'vitest'
import { OPEN_LANE } from '../items'
import { inserted } from './pieces'
import { matchesIn, NO_SEARCH, replacedAll } from './searching'

const item = (id: string, text: string) => ({
  record: {
    id,
    kind: 'segment',
    label: 'speech',
    data: {},
    attributes: {},
    z: 0,
    group: null,
    source: { origin: 'human' as const },
    score: null,
  },
  start: 0,
  stop: 1,
  lane: { ...OPEN_LANE, text },
})

describe('a tag put into a text', () => {
  test('stands apart from the words around it, and the caret after it', () => {
    expect(inserted('ask country', 4, 4, '[noise]', '')).toEqual({
      text: 'ask [noise] country',
      at: 12,
    })
    expect(inserted('ask', 3, 3, '[noise]', '')).toEqual({ text: 'ask [noise] ', at: 12 })
    expect(inserted('', 0, 0, '[noise]', '').text).toBe('[noise] ')
    expect(inserted('so,', 2, 2, '[noise]', '').text).toBe('so [noise],')
  })

  test('with an end goes around what is selected, and waits inside when nothing is', () => {
    expect(inserted('say ni hao now', 4, 10, '<zh>', '</zh>').text).toBe('say <zh>ni hao</zh> now')
    const empty = inserted('say ', 4, 4, '<zh>', '</zh>')
    expect(empty.text.slice(0, empty.at)).toBe('say <zh>')
  })
})

describe('finding and replacing', () => {
  const items = [item('a', 'Ask not, ask what'), item('b', 'basket'), item('c', '$5 (or 5)')]

  test('finds in all texts, by case and by whole words when asked to', () => {
    const places = (search: object) =>
      matchesIn(items, { ...NO_SEARCH, text: 'ask', ...search }).map(({ id, start }) => [id, start])
    expect(places({})).toEqual([
      ['a', 0],
      ['a', 9],
      ['b', 1],
    ])
    expect(places({ exactCase: true })).toHaveLength(2)
    expect(places({ wholeWords: true })).toHaveLength(2)
    expect(matchesIn(items, NO_SEARCH)).toEqual([])
  })

  test('takes what is looked for and what stands instead as they are written', () => {
    const texts = replacedAll(items, { ...NO_SEARCH, text: '$5 (' }, '$& [')
    expect([...texts]).toEqual([['c', '$& [or 5)']])
  })
})
