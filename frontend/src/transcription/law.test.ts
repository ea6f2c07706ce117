import { expect, test } from 'vitest'
import scripts from '../../../tests/contracts/transcription/scripts.json'
import texts from '../../../tests/contracts/transcription/texts.json'
import { fixed, type Problem, problems } from './law'
import { type RulesJson, rulesOf } from './rules'
import { SCRIPTS } from './scripts'
import { tokens, utf16 } from './tokens'

interface Case {
  readonly name: string
  readonly rules: RulesJson
  readonly text: string
  readonly seconds: number | null
  readonly tokens: readonly (readonly string[])[]
  readonly problems: readonly Problem[]
  readonly fixed: string
}
const cases = (texts as readonly Case[]).map((each) => [each.name, each] as const)

test('writing systems are those of the server', () => {
  expect(SCRIPTS).toEqual(scripts)
})

test.each(cases)('%s: tokens', (_, { rules, text, tokens: wanted }) => {
  const found = tokens(text, rulesOf(rules))
  expect(
    found.map(({ type, text: each, known }) => [known ? type : `unknown ${type}`, each]),
  ).toEqual(wanted)
  expect(found.map(({ text: each }) => each).join('')).toBe(text)
})

test.each(cases)('%s: problems', (_, { rules, text, seconds, problems: wanted }) => {
  expect(problems(text, rulesOf(rules), seconds)).toEqual(wanted)
})

test.each(cases)('%s: mended', (_, { rules, text, fixed: wanted }) => {
  expect(fixed(text, rulesOf(rules))).toBe(wanted)
})

test('a code point beyond the first plane is two places of a string', () => {
  expect(utf16('a😀b', 2)).toBe(3)
})

test('a tag whose name is still empty is none', () => {
  const rules = rulesOf({ tags: [{ tag: '' }, { tag: '[noise]' }] })
  expect(tokens('a [noise]', rules).map(({ text }) => text)).toEqual(['a', ' ', '[noise]'])
})
