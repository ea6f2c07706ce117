/** How a transcript is shown: pieces of text with what they are and what is wrong with them. Pure. */
import { type Problem, problems } from '../../../transcription/law'
import type { Level, Rules } from '../../../transcription/rules'
import { tokens, utf16 } from '../../../transcription/tokens'

export interface Piece {
  readonly text: string
  readonly tag: boolean
  /** It is what is looked for. */
  readonly found: boolean
  readonly level: Level | null
}

/** A stretch of a string in UTF-16 units. */
export interface Stretch {
  readonly start: number
  readonly stop: number
}

export const tagsIn = (text: string, rules: Rules): readonly Stretch[] =>
  tokens(text, rules)
    .filter(({ type }) => type === 'tag')
    .map(({ start, stop }) => ({ start: utf16(text, start), stop: utf16(text, stop) }))

const codePoint = (text: string, at: number): number => [...text.slice(0, at)].length

const SEVERE: readonly Level[] = ['block', 'warn', 'fix']

/** The text cut wherever a tag, a problem or something that is looked for begins or ends. */
export function piecesOf(
  text: string,
  rules: Rules,
  seconds: number | null,
  sought: readonly Stretch[] = [],
): readonly Piece[] {
  if (!text) return []
  const characters = [...text]
  const tags = tokens(text, rules).filter(({ type }) => type === 'tag')
  // What is wrong with all of it has no place in it.
  const found = problems(text, rules, seconds).filter(({ rule }) => rule !== 'rate')
  const hits = sought.map(({ start, stop }) => ({
    start: codePoint(text, start),
    stop: codePoint(text, stop),
  }))
  const cuts = new Set([0, characters.length])
  for (const { start, stop } of [...tags, ...found, ...hits]) cuts.add(start).add(stop)
  const places = [...cuts].sort((a, b) => a - b)
  return places.slice(0, -1).map((start, i) => {
    const stop = places[i + 1] ?? start
    const covers = (one: { readonly start: number; readonly stop: number }) =>
      one.start <= start && stop <= one.stop
    return {
      text: characters.slice(start, stop).join(''),
      tag: tags.some(covers),
      found: hits.some(covers),
      level: worst(found.filter(covers)),
    }
  })
}

function worst(found: readonly Problem[]): Level | null {
  return SEVERE.find((level) => found.some((one) => one.level === level)) ?? null
}

/** Where a caret that has got into a tag goes: out of it, the way it was going. */
export function outOfTag(tags: readonly Stretch[], at: number, before: number): number {
  const inside = tags.find(({ start, stop }) => start < at && at < stop)
  if (!inside) return at
  if (before <= inside.start) return inside.stop
  if (before >= inside.stop) return inside.start
  return at - inside.start < inside.stop - at ? inside.start : inside.stop
}

/** The tag that a deletion at the caret would break into. */
export function tagBeside(
  tags: readonly Stretch[],
  at: number,
  backwards: boolean,
): Stretch | undefined {
  return tags.find(({ start, stop }) => (backwards ? stop : start) === at)
}

const isOpen = (text: string): boolean => text === '' || /\s$/u.test(text)
const isShut = (text: string): boolean => text === '' || /^[\s.,?!;:，。？！；：]/u.test(text)

/** The text with a tag at the caret, apart from the words around it; a tag with an end goes around what is selected. */
export function inserted(
  text: string,
  from: number,
  to: number,
  tag: string,
  close: string,
): { readonly text: string; readonly at: number } {
  const [before, inside, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)]
  const lead = isOpen(before) ? '' : ' '
  const made = close ? `${tag}${inside}${close}` : tag
  const rest = close ? after : inside + after
  const trail = isShut(rest) && rest ? '' : ' '
  const at = before.length + lead.length + made.length - (close && !inside ? close.length : 0)
  return {
    text: `${before}${lead}${made}${trail}${rest}`,
    at: close && !inside ? at : at + trail.length,
  }
}
