import { describe, expect, it } from 'vitest'
import {
  freeColour,
  freeHotkey,
  isSame,
  keyFrom,
  moved,
  newAnchor,
  newAttribute,
  newLabel,
  removedLabels,
  renamed,
  withAnchors,
  withRules,
  withSoundConditions,
  withType,
} from './draft'
import type { DraftSchema } from './types'

const EMPTY: DraftSchema = { labels: [], questions: [] }

describe('a label schema being edited', () => {
  it('goes up a scale with its meanings', () => {
    const scale = { ...newAttribute([], 'Fluency'), type: 'number' as const, min: 1, step: 0.5 }
    const first = newAnchor(scale, 'Poor')
    const begun = withAnchors(scale, [first])
    expect([first.at, newAnchor(begun, 'Fair').at]).toEqual([1, 1.5])
    expect(newAnchor({ ...scale, min: null, step: null }, 'Poor').at).toBe(0)
    expect(withAnchors(begun, [])).toEqual(scale)
  })

  it('is as it was once a rule is emptied and filled again', () => {
    const before = withRules(EMPTY, { language: 'en', digits: 'forbidden' })
    const after = withRules(withRules(before, {}), { digits: 'forbidden', language: 'en' })
    expect(isSame(before, after)).toBe(true)
    expect(isSame(before, withRules(before, { language: 'en' }))).toBe(false)
    expect(withRules(before, {})).toEqual(EMPTY)
  })

  it('makes keys of names in any script, each once', () => {
    expect(keyFrom(' Traffic Light! ', [])).toBe('traffic-light')
    expect(keyFrom('轿车', [])).toBe('轿车')
    expect(keyFrom('Car', ['car', 'car-2'])).toBe('car-3')
    expect(keyFrom('…', [])).toBe('new')
  })

  it('gives a new label the next colour and digit', () => {
    const first = newLabel(EMPTY, 'Car', ['box'])
    const schema = { ...EMPTY, labels: [first] }
    expect([first.key, first.hotkey, first.color]).toEqual(['car', '1', '#4363d8'])
    expect([freeHotkey(schema.labels), freeColour(schema.labels)]).toEqual(['2', '#f58231'])
  })

  it('lets the other language follow until it is written', () => {
    const name = renamed({ en: 'Car', zh: 'Car' }, 'en', 'Cars')
    expect(name).toEqual({ en: 'Cars', zh: 'Cars' })
    expect(renamed({ en: 'Cars', zh: '轿车' }, 'en', 'Van')).toEqual({ en: 'Van', zh: '轿车' })
  })

  it('moves items to where they are dropped', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a'], 5, 0)).toEqual(['a'])
  })

  it('takes conditions away that can no longer hold', () => {
    const lit = newAttribute([], 'Lit')
    const light = { ...newAttribute([lit], 'Light'), when: { attribute: 'lit', in: [true] } }
    expect(withSoundConditions([lit, light])[1]?.when).not.toBeNull()
    expect(withSoundConditions([light, lit])[0]?.when).toBeNull()
    expect(withSoundConditions([withType(lit, 'text', 'x'), light])[1]?.when).toBeNull()
  })

  it('knows what was removed', () => {
    const label = newLabel(EMPTY, 'Car', ['box'])
    expect(removedLabels({ ...EMPTY, labels: [label] }, EMPTY)).toEqual([label])
  })
})
