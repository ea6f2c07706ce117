/** Writing systems by ranges of code points, and the classes of characters that the law knows. */
export const SCRIPTS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  Latin: [
    [0x41, 0x5a],
    [0x61, 0x7a],
    [0xaa, 0xaa],
    [0xba, 0xba],
    [0xc0, 0x24f],
    [0x250, 0x2af],
    [0x1e00, 0x1eff],
  ],
  Greek: [
    [0x370, 0x3ff],
    [0x1f00, 0x1fff],
  ],
  Cyrillic: [
    [0x400, 0x52f],
    [0x1c80, 0x1c8f],
    [0x2de0, 0x2dff],
    [0xa640, 0xa69f],
  ],
  Armenian: [[0x530, 0x58f]],
  Hebrew: [
    [0x590, 0x5ff],
    [0xfb1d, 0xfb4f],
  ],
  Arabic: [
    [0x600, 0x6ff],
    [0x750, 0x77f],
    [0x8a0, 0x8ff],
    [0xfb50, 0xfdff],
    [0xfe70, 0xfefc],
    [0x200c, 0x200d],
  ],
  Devanagari: [
    [0x900, 0x97f],
    [0xa8e0, 0xa8ff],
    [0x200c, 0x200d],
  ],
  Bengali: [
    [0x980, 0x9ff],
    [0x200c, 0x200d],
  ],
  Tamil: [[0xb80, 0xbff]],
  Telugu: [[0xc00, 0xc7f]],
  Thai: [[0xe00, 0xe7f]],
  Georgian: [
    [0x10a0, 0x10ff],
    [0x1c90, 0x1cbf],
    [0x2d00, 0x2d2f],
  ],
  Hangul: [
    [0x1100, 0x11ff],
    [0x3130, 0x318f],
    [0xa960, 0xa97f],
    [0xac00, 0xd7ff],
  ],
  Hiragana: [
    [0x3041, 0x309f],
    [0x30fc, 0x30fc],
  ],
  Katakana: [
    [0x30a1, 0x30ff],
    [0x31f0, 0x31ff],
    [0xff66, 0xff9f],
  ],
  Han: [
    [0x2e80, 0x2fdf],
    [0x3005, 0x3007],
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
    [0xf900, 0xfaff],
    [0x20000, 0x323af],
  ],
}

/** Accents that any script may carry. */
const COMBINING = /[\u0300-\u036f]/u

export function inScript(character: string, script: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (SCRIPTS[script] ?? []).some(([first, last]) => first <= code && code <= last)
}

/** Letters and what modifies them. */
export const isLetter = (character: string): boolean => /[\p{L}\p{M}]/u.test(character)
export const isAccent = (character: string): boolean => COMBINING.test(character)
export const isDigit = (character: string): boolean =>
  /\p{N}/u.test(character) && !inScript(character, 'Han')
export const isSpace = (character: string): boolean => /[\t\n\r\p{Zs}]/u.test(character)
/** Punctuation and symbols. */
export const isMark = (character: string): boolean => /[\p{P}\p{S}]/u.test(character)
