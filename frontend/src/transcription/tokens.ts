import type { Rules } from './rules'
import { inScript, isDigit, isLetter, isMark, isSpace } from './scripts'

/** A piece of a transcript; `start` and `stop` count code points, see `utf16`. */
export interface Token {
  readonly type: 'word' | 'tag' | 'mark' | 'space' | 'other'
  readonly text: string
  readonly start: number
  readonly stop: number
  /** Whether a tag is one of the project's. */
  readonly known: boolean
}

/** What opens a tag, and what closes it: such a piece is one token whether the project knows the tag or not. */
const BRACKETS: Readonly<Record<string, string>> = { '[': ']', '<': '>', '{': '}' }
const JOINTS = new Set("'’-·")
const ALONE = ['Han', 'Hiragana', 'Katakana', 'Thai'] as const
const JOINERS = new Set('\u200c\u200d')

/** Where a code point of the text lies for strings and for the DOM. */
export const utf16 = (text: string, codePoint: number): number =>
  [...text].slice(0, codePoint).join('').length

/** Everything in order; the texts put together are the text again. */
export function tokens(text: string, rules: Rules): readonly Token[] {
  const characters = [...text]
  const found: Token[] = []
  let at = 0
  while (at < characters.length) {
    const token = tagAt(characters, at, rules) ?? plainAt(characters, at)
    found.push(token)
    at = token.stop
  }
  return found
}

function token(
  type: Token['type'],
  characters: readonly string[],
  start: number,
  stop: number,
  known = true,
): Token {
  return { type, text: characters.slice(start, stop).join(''), start, stop, known }
}

const startsWith = (characters: readonly string[], at: number, name: readonly string[]): boolean =>
  name.every((each, offset) => characters[at + offset] === each)

function tagAt(characters: readonly string[], at: number, rules: Rules): Token | null {
  for (const name of rules.tagNames) {
    const parts = [...name]
    if (startsWith(characters, at, parts)) return token('tag', characters, at, at + parts.length)
  }
  const first = characters[at] ?? ''
  const closing = BRACKETS[first]
  if (closing === undefined || rules.punctuation?.has(first)) return null
  for (let end = at + 1; end < characters.length; end++) {
    if (characters[end] === closing) return token('tag', characters, at, end + 1, false)
    if (characters[end] === first || characters[end] === '\n') return null
  }
  return null
}

function plainAt(characters: readonly string[], at: number): Token {
  const first = characters[at] ?? ''
  if (isSpace(first)) {
    let end = at
    while (end < characters.length && isSpace(characters[end] ?? '')) end++
    return token('space', characters, at, end)
  }
  if (isMark(first)) return token('mark', characters, at, at + 1)
  if (!inWord(first)) return token('other', characters, at, at + 1)
  const end = inScript(first, 'Han') ? at + 1 : wordEnd(characters, at)
  return token('word', characters, at, end)
}

function wordEnd(characters: readonly string[], at: number): number {
  const kind = aloneOf(characters[at] ?? '')
  const goesOn = (place: number): boolean => {
    const each = characters[place]
    return each !== undefined && inWord(each) && aloneOf(each) === kind
  }
  let end = at + 1
  for (;;) {
    if (goesOn(end)) end++
    else if (JOINTS.has(characters[end] ?? '') && goesOn(end + 1)) end += 2
    else return end
  }
}

const inWord = (character: string): boolean =>
  isLetter(character) || isDigit(character) || inScript(character, 'Han') || JOINERS.has(character)

/** The script without blanks between words that a character belongs to; "" for all others. */
const aloneOf = (character: string): string =>
  ALONE.find((script) => inScript(character, script)) ?? ''
