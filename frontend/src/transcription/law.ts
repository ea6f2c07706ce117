import type { Level, RuleName, Rules } from './rules'
import { inScript, isAccent, isDigit, isLetter } from './scripts'
import { type Token, tokens } from './tokens'

/** `start` and `stop` are code points of the text; `instead` mends it, null where a person has to. */
export interface Problem {
  readonly rule: RuleName
  readonly level: Level
  readonly start: number
  readonly stop: number
  readonly found: string
  readonly instead: string | null
}

const FULL: Readonly<Record<string, string>> = {
  ',': '，',
  '.': '。',
  '?': '？',
  '!': '！',
  ':': '：',
  ';': '；',
  '(': '（',
  ')': '）',
}
const WIDE_BLANK = '\u3000'
const BY_CHARACTER: readonly RuleName[] = ['script', 'digits', 'width']
const SEVERE: Readonly<Record<Level, number>> = { block: 0, warn: 1, fix: 2, off: 3 }

type Place = Pick<Token, 'text' | 'start' | 'stop'>

/** Everything that a rule has to say, by place. `seconds` is the length of the segment, null where unknown. */
export function problems(
  text: string,
  rules: Rules,
  seconds: number | null = null,
): readonly Problem[] {
  const divided = tokens(text, rules)
  const characters = [...text]
  const found = [
    ...tagProblems(divided, rules),
    ...divided.flatMap((each) => tokenProblems(each, characters, rules)),
    ...wholeProblems(text, divided, rules, seconds),
  ].filter(({ level }) => level !== 'off')
  found.sort(
    (a, b) =>
      a.start - b.start ||
      a.stop - b.stop ||
      SEVERE[a.level] - SEVERE[b.level] ||
      (a.rule < b.rule ? -1 : 1),
  )
  return joined(found)
}

/** The text with everything mended that has a remedy, again and again until nothing more has. */
export function fixed(text: string, rules: Rules): string {
  let result = text
  for (let round = 0; round < 10; round++) {
    const mended = mendedOnce(result, problems(result, rules))
    if (mended === result) break
    result = mended
  }
  return result
}

/** The first remedy of each place; what overlaps one waits for the next round. */
function mendedOnce(text: string, found: readonly Problem[]): string {
  const characters = [...text]
  const parts: string[] = []
  let at = 0
  for (const { start, stop, instead } of found) {
    if (instead === null || start < at) continue
    parts.push(...characters.slice(at, start), instead)
    at = stop
  }
  return [...parts, ...characters.slice(at)].join('')
}

/** Problems of single characters that stand side by side are one. */
function joined(found: readonly Problem[]): readonly Problem[] {
  const result: Problem[] = []
  for (const each of found) {
    const last = result.at(-1)
    if (!last || !together(last, each)) {
      result.push(each)
      continue
    }
    result[result.length - 1] = {
      ...last,
      stop: each.stop,
      found: last.found + each.found,
      instead: last.instead === null || each.instead === null ? null : last.instead + each.instead,
    }
  }
  return result
}

const together = (one: Problem, next: Problem): boolean =>
  one.rule === next.rule &&
  (one.instead === null) === (next.instead === null) &&
  BY_CHARACTER.includes(one.rule) &&
  one.stop === next.start

function problem(
  rule: RuleName,
  rules: Rules,
  { text, start, stop }: Place,
  instead: string | null = null,
): Problem {
  return { rule, level: rules.levels[rule], start, stop, found: text, instead }
}

/** Tags that the project does not know, and those that hold something and are not closed or opened. */
function tagProblems(divided: readonly Token[], rules: Rules): readonly Problem[] {
  const tags = divided.filter(({ type }) => type === 'tag')
  const unknown = rules.tags.length ? tags.filter(({ known }) => !known) : []
  return [...unknown, ...unpaired(tags, rules)].map((each) => problem('tags', rules, each))
}

function unpaired(tags: readonly Token[], rules: Rules): readonly Token[] {
  const closing = new Map(rules.tags.map(({ tag, close }) => [tag, close] as const))
  const closers = new Set(rules.tags.map(({ close }) => close).filter(Boolean))
  const wrong: Token[] = []
  const open: Token[] = []
  for (const each of tags) {
    if (closing.get(each.text)) open.push(each)
    else if (!closers.has(each.text)) continue
    else if (closing.get(open.at(-1)?.text ?? '') === each.text) open.pop()
    else wrong.push(each)
  }
  return [...wrong, ...open]
}

function tokenProblems(
  each: Token,
  characters: readonly string[],
  rules: Rules,
): readonly Problem[] {
  switch (each.type) {
    case 'space':
      return spaceProblems(each, characters, rules)
    case 'mark':
      return markProblems(each, characters, rules)
    case 'word':
      return [...characterProblems(each, rules), ...wordProblems(each, rules)]
    case 'other':
      return rules.characters.has(each.text) ? [] : [problem('script', rules, each, '')]
    default:
      return []
  }
}

function spaceProblems(
  each: Token,
  characters: readonly string[],
  rules: Rules,
): readonly Problem[] {
  const instead = each.start === 0 || each.stop === characters.length ? '' : ' '
  if (each.text === WIDE_BLANK && instead === ' ') {
    return rules.width === 'half' ? [problem('width', rules, each, ' ')] : []
  }
  return each.text === instead ? [] : [problem('spaces', rules, each, instead)]
}

const isFullWidth = (character: string): boolean => /[\uff01-\uff5e]/u.test(character)
const halved = (character: string): string =>
  String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xfee0)

function markProblems(each: Token, characters: readonly string[], rules: Rules) {
  const mark = each.text
  const besideHan = [characters[each.start - 1], characters[each.stop]].some(
    (beside) => beside !== undefined && inScript(beside, 'Han'),
  )
  if (rules.width === 'half' && isFullWidth(mark)) {
    return [problem('width', rules, each, halved(mark))]
  }
  const full = FULL[mark]
  if (rules.width === 'full' && full && besideHan) return [problem('width', rules, each, full)]
  const allowed =
    rules.punctuation === null || rules.punctuation.has(mark) || rules.characters.has(mark)
  return allowed ? [] : [problem('punctuation', rules, each)]
}

/** Letters of other scripts and digits; full-width letters and digits by their width alone. */
function characterProblems(word: Token, rules: Rules): readonly Problem[] {
  return [...word.text].flatMap((text, offset) => {
    const place = { text, start: word.start + offset, stop: word.start + offset + 1 }
    return rules.characters.has(text) ? [] : ofCharacter(place, rules)
  })
}

function ofCharacter(place: Place, rules: Rules): readonly Problem[] {
  const { text } = place
  if (isFullWidth(text)) {
    return rules.width === 'half' ? [problem('width', rules, place, halved(text))] : []
  }
  if (isDigit(text)) return rules.digits === 'forbidden' ? [problem('digits', rules, place)] : []
  return isLetter(text) && !fits(text, rules) ? [problem('script', rules, place)] : []
}

const fits = (character: string, rules: Rules): boolean =>
  !rules.scripts.length ||
  isAccent(character) ||
  rules.scripts.some((script) => inScript(character, script))

function wordProblems(word: Token, rules: Rules): readonly Problem[] {
  const lower = word.text.toLowerCase()
  const found: Problem[] = []
  const instead = rules.forbidden.get(lower)
  if (instead !== undefined) found.push(problem('forbidden', rules, word, instead))
  else if (rules.lexicon.size && !isKnown(lower, rules)) {
    found.push(problem('lexicon', rules, word))
  }
  const cased =
    rules.casing === 'lower'
      ? lower
      : rules.casing === 'upper'
        ? word.text.toUpperCase()
        : word.text
  if (cased !== word.text) found.push(problem('casing', rules, word, cased))
  return found
}

const isKnown = (word: string, rules: Rules): boolean =>
  rules.lexicon.has(word) || rules.fillers.has(word) || [...word].every(isDigit)

function wholeProblems(
  text: string,
  divided: readonly Token[],
  rules: Rules,
  seconds: number | null,
): readonly Problem[] {
  const stop = divided.at(-1)?.stop ?? 0
  if (!divided.some(({ type }) => type === 'word' || type === 'tag')) {
    return [problem('empty', rules, { text, start: 0, stop })]
  }
  const words = divided.filter(({ type }) => type === 'word')
  const count = words.reduce((sum, { start, stop: end }) => sum + end - start, 0)
  if (!rules.rate || !seconds || !count) return []
  const rate = count / seconds
  if (rules.rate.least <= rate && rate <= rules.rate.most) return []
  return [
    {
      rule: 'rate',
      level: rules.levels.rate,
      start: 0,
      stop,
      found: rate.toFixed(1),
      instead: null,
    },
  ]
}
