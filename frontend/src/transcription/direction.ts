/** Which way a text is read. */
import type { Rules } from './rules'
import { tokens, utf16 } from './tokens'

export type Direction = 'ltr' | 'rtl'

/** Scripts that are written from right to left. */
const RTL = /[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}\p{scx=Thaa}\p{scx=Nkoo}\p{scx=Adlm}]/u
const LETTER = /\p{L}/u
const RTL_LANGUAGE = /^(ar|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)\b/i

/** Left-to-right isolate and its end: what stands between them keeps its own order. */
const [ISOLATE, END] = ['\u2066', '\u2069']
const ISOLATES = /[\u2066-\u2069]/g
/** What is a tag in any project. */
const TAGS = /\[[^\]]*\]|<[^>]*>|\{[^}]*\}/g

/**
 * The direction of the first letter; tags, which are written in Latin in any language, do not count. Where nothing is
 * written yet, that of the language.
 */
export function directionOf(text: string, language = ''): Direction {
  const [first] = LETTER.exec(text.replace(TAGS, '')) ?? []
  return (first ? RTL.test(first) : RTL_LANGUAGE.test(language)) ? 'rtl' : 'ltr'
}

/** The text with every tag kept together where some of it is read from right to left: `<unk>` would fall apart there. */
export function isolated(text: string, rules: Rules): string {
  if (!RTL.test(text)) return text
  const tags = tokens(text, rules).filter(({ type }) => type === 'tag')
  let [shown, done] = ['', 0]
  for (const tag of tags) {
    const [start, stop] = [utf16(text, tag.start), utf16(text, tag.stop)]
    shown += `${text.slice(done, start)}${ISOLATE}${text.slice(start, stop)}${END}`
    done = stop
  }
  return shown + text.slice(done)
}

/** The same for a picture of the text, whatever the rules of its project. */
export const pictured = (text: string): string =>
  RTL.test(text) ? text.replace(TAGS, (tag) => ISOLATE + tag + END) : text

/** The text as it is stored, of one that is shown. */
export const bare = (shown: string): string => shown.replace(ISOLATES, '')

/** A place in the stored text, of a place in what is shown. */
export const bareAt = (shown: string, at: number): number => bare(shown.slice(0, at)).length

/** A place in what is shown, of a place in the stored text: outside of a tag at either of its edges. */
export function shownAt(shown: string, at: number): number {
  let [place, left] = [0, at]
  for (; place < shown.length; place++) {
    const unit = shown[place]
    if (left === 0 && unit !== END) break
    if (unit !== ISOLATE && unit !== END) left -= 1
  }
  return place
}
