import { describe, expect, it } from 'vitest'
import type { RulesJson } from '../../../transcription/rules'
import {
  changedRules,
  forbiddenPairs,
  isAsked,
  levelsFor,
  sampleFor,
  tagPairs,
  withForbidden,
  withLevel,
  withRate,
  withRule,
  withTags,
  wordsIn,
} from './rules'

const SOME: RulesJson = { language: 'en', punctuation: '.,', digits: 'forbidden' }

describe('rules of transcription being edited', () => {
  it('leave out what asks for nothing', () => {
    expect(withRule(SOME, 'digits', 'any')).toEqual({ language: 'en', punctuation: '.,' })
    expect(withRule(SOME, 'language', '')).toEqual({ punctuation: '.,', digits: 'forbidden' })
    expect(withRule(SOME, 'scripts', [])).toEqual(SOME)
  })

  it('tell no mark at all from any mark', () => {
    expect(withRule(SOME, 'punctuation', '').punctuation).toBe('')
    expect(withRule(SOME, 'punctuation', null)).not.toHaveProperty('punctuation')
    expect(isAsked('punctuation', { punctuation: '' })).toBe(true)
    expect(isAsked('punctuation', {})).toBe(false)
  })

  it('name only levels that are not the usual ones', () => {
    const warned = withLevel(SOME, 'digits', 'warn')
    expect(warned.levels).toEqual({ digits: 'warn' })
    expect(withLevel(warned, 'digits', 'block')).toEqual(SOME)
  })

  it('offer mending where there is a remedy, and never hide what is set', () => {
    expect(levelsFor('width', 'warn')).toContain('fix')
    expect(levelsFor('digits', 'block')).not.toContain('fix')
    expect(levelsFor('digits', 'fix')).toContain('fix')
  })

  it('keep pairs as they are, without empty second halves', () => {
    const pairs = [
      { first: '[noise]', second: '' },
      { first: '<zh>', second: '</zh>' },
    ]
    const tagged = withTags({}, pairs)
    expect(tagged).toEqual({ tags: [{ tag: '[noise]' }, { tag: '<zh>', close: '</zh>' }] })
    expect(tagPairs(tagged)).toEqual(pairs)
    const banned = withForbidden({}, [{ first: 'ok', second: 'okay' }])
    expect(forbiddenPairs(banned)).toEqual([{ first: 'ok', second: 'okay' }])
    expect(withForbidden(banned, [])).toEqual({})
  })

  it('read words in any script, each once', () => {
    expect(wordsIn(' uh, um\nuh，嗯、啊 ')).toEqual(['uh', 'um', '嗯', '啊'])
  })

  it('limit the rate only with a most', () => {
    expect(withRate({}, 2, null)).toEqual({})
    expect(withRate({}, null, 25)).toEqual({ rate: { least: 0, most: 25 } })
  })

  it('are tried on a text in their own language', () => {
    expect(sampleFor({ language: 'zh-CN' }, 'en')).toBe('zh')
    expect(sampleFor({ scripts: ['Han', 'Latin'] }, 'en')).toBe('zh')
    expect(sampleFor({ language: 'en' }, 'zh')).toBe('en')
    expect(sampleFor({ scripts: ['Latin'] }, 'zh')).toBe('en')
    expect([sampleFor({}, 'zh'), sampleFor({}, 'en')]).toEqual(['zh', 'en'])
  })

  it('know what differs between two versions', () => {
    expect(changedRules(SOME, { ...SOME, digits: 'any', casing: 'lower' })).toEqual([
      'digits',
      'casing',
    ])
    expect(changedRules(null, SOME)).toEqual(['language', 'punctuation', 'digits'])
  })
})
