import { describe, expect, it } from 'vitest'
import { problems } from '../../../transcription/law'
import { rulesOf } from '../../../transcription/rules'
import { pieces, verdict } from './pieces'

const RULES = rulesOf({
  digits: 'forbidden',
  width: 'half',
  punctuation: '.,',
  rate: { least: 2, most: 25 },
})
const levels = (text: string) =>
  pieces(text, problems(text, RULES)).map((each) => [each.text, each.level])

describe('a text tried by the rules', () => {
  it('is cut where problems begin and end, by code points', () => {
    expect(levels('😀 has 2  cats')).toEqual([
      ['😀', 'warn'],
      [' has ', null],
      ['2', 'block'],
      ['  ', 'fix'],
      ['cats', null],
    ])
  })

  it('is put together again by its pieces', () => {
    const text = 'Yes，２ of them!  '
    expect(
      pieces(text, problems(text, RULES))
        .map((each) => each.text)
        .join(''),
    ).toBe(text)
    expect(pieces('', problems('', RULES))).toEqual([])
  })

  it('is judged by the worst of its problems', () => {
    expect(verdict(problems('two cats.', RULES))).toBe('fits')
    expect(verdict(problems('two  cats.', RULES))).toBe('fix')
    expect(verdict(problems('two  cats!', RULES))).toBe('warn')
    expect(verdict(problems('2  cats!', RULES))).toBe('block')
  })

  it('shows no stretch for what concerns the whole', () => {
    const found = problems('much too fast', RULES, 0.1)
    expect(verdict(found)).toBe('warn')
    expect(pieces('much too fast', found)).toEqual([
      { start: 0, text: 'much too fast', level: null },
    ])
  })
})
