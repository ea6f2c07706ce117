/** Changes to the rules of transcription while they are edited. Pure: every function gives a new value. */
import {
  DEFAULT_LEVELS,
  type Level,
  type RuleName,
  type RulesJson,
} from '../../../transcription/rules'

export const RULES = Object.keys(DEFAULT_LEVELS) as readonly RuleName[]

/** Rules some of whose findings can be mended by themselves. */
const MENDS: ReadonlySet<RuleName> = new Set(['script', 'width', 'casing', 'spaces', 'forbidden'])

/** Two fields of one line: a tag and what closes it, a word and what stands instead. */
export interface Pair {
  readonly first: string
  readonly second: string
}

/** The rules with one of them set; what asks for nothing is left out. */
export function withRule<K extends keyof RulesJson>(
  rules: RulesJson,
  key: K,
  value: RulesJson[K] | undefined,
): RulesJson {
  const { [key]: _, ...rest } = rules
  return asksNothing(key, value) ? rest : { ...rules, [key]: value }
}

function asksNothing(key: keyof RulesJson, value: unknown): boolean {
  if (value === undefined || value === null || value === 'any') return true
  if (key === 'punctuation') return false
  if (Array.isArray(value) || typeof value === 'string') return value.length === 0
  return Object.keys(value).length === 0
}

/** A level of its own for one rule; the usual one needs no saying. */
export function withLevel(rules: RulesJson, rule: RuleName, level: Level): RulesJson {
  const { [rule]: _, ...others } = rules.levels ?? {}
  const levels = level === DEFAULT_LEVELS[rule] ? others : { ...rules.levels, [rule]: level }
  return withRule(rules, 'levels', levels)
}

export function levelsFor(rule: RuleName, now: Level): readonly Level[] {
  return MENDS.has(rule) || now === 'fix'
    ? ['off', 'fix', 'warn', 'block']
    : ['off', 'warn', 'block']
}

/** Whether the rule has anything to look for; blanks, invisible characters and empty texts are always looked for. */
export function isAsked(rule: RuleName, rules: RulesJson): boolean {
  switch (rule) {
    case 'script':
    case 'spaces':
    case 'empty':
      return true
    case 'punctuation':
      return typeof rules.punctuation === 'string'
    case 'digits':
      return rules.digits === 'forbidden'
    default:
      return rules[rule] !== undefined && !asksNothing(rule, rules[rule])
  }
}

/** Words as people list them: apart by blanks, line breaks or commas of any script; each once. */
export function wordsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,，、;；]+/u).filter(Boolean))]
}

export const tagPairs = ({ tags = [] }: RulesJson): readonly Pair[] =>
  tags.map(({ tag, close }) => ({ first: tag, second: close ?? '' }))

export const withTags = (rules: RulesJson, pairs: readonly Pair[]): RulesJson =>
  withRule(
    rules,
    'tags',
    pairs.map(({ first: tag, second: close }) => (close ? { tag, close } : { tag })),
  )

export const forbiddenPairs = ({ forbidden = [] }: RulesJson): readonly Pair[] =>
  forbidden.map(({ word, instead }) => ({ first: word, second: instead ?? '' }))

export const withForbidden = (rules: RulesJson, pairs: readonly Pair[]): RulesJson =>
  withRule(
    rules,
    'forbidden',
    pairs.map(({ first: word, second: instead }) => (instead ? { word, instead } : { word })),
  )

/** Letters and digits per second. Without a most there is no limit at all. */
export function withRate(rules: RulesJson, least: number | null, most: number | null): RulesJson {
  return withRule(rules, 'rate', most === null ? null : { least: least ?? 0, most })
}

/** The language of a text to try: that of the rules, where they say it, else that of the reader. */
export function sampleFor({ language, scripts }: RulesJson, reader: string): 'en' | 'zh' {
  if (scripts?.includes('Han')) return 'zh'
  const said = language ?? (scripts?.length ? 'en' : reader)
  return said.startsWith('zh') ? 'zh' : 'en'
}

/** Keys of the rules that differ between two versions. */
export function changedRules(before: unknown, after: unknown): readonly string[] {
  const old = (before ?? {}) as Readonly<Record<string, unknown>>
  const next = (after ?? {}) as Readonly<Record<string, unknown>>
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
    (key) => JSON.stringify(old[key]) !== JSON.stringify(next[key]),
  )
}
