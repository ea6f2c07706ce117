/** How a project wants speech written down; docs/transcription.md describes the JSON. */
export type Level = 'off' | 'fix' | 'warn' | 'block'
export type RuleName =
  | 'tags'
  | 'script'
  | 'digits'
  | 'punctuation'
  | 'width'
  | 'casing'
  | 'spaces'
  | 'forbidden'
  | 'lexicon'
  | 'rate'
  | 'empty'

/** The section `transcription` of a label schema, as it is stored. */
export interface RulesJson {
  readonly language?: string
  readonly scripts?: readonly string[]
  readonly characters?: string
  readonly punctuation?: string | null
  readonly digits?: 'any' | 'forbidden'
  readonly width?: 'any' | 'half' | 'full'
  readonly casing?: 'any' | 'lower' | 'upper'
  readonly tags?: readonly { readonly tag: string; readonly close?: string | null }[]
  readonly fillers?: readonly string[]
  readonly forbidden?: readonly { readonly word: string; readonly instead?: string | null }[]
  readonly lexicon?: readonly string[]
  /** Letters and digits per second. */
  readonly rate?: { readonly least: number; readonly most: number } | null
  readonly levels?: Partial<Record<RuleName, Level>>
}

export interface Rules {
  /** None: any script. */
  readonly scripts: readonly string[]
  readonly characters: ReadonlySet<string>
  /** Null: any mark. */
  readonly punctuation: ReadonlySet<string> | null
  readonly digits: 'any' | 'forbidden'
  readonly width: 'any' | 'half' | 'full'
  readonly casing: 'any' | 'lower' | 'upper'
  readonly tags: readonly { readonly tag: string; readonly close: string }[]
  /** Every tag and closing tag, the longest first. */
  readonly tagNames: readonly string[]
  readonly fillers: ReadonlySet<string>
  readonly forbidden: ReadonlyMap<string, string | null>
  readonly lexicon: ReadonlySet<string>
  readonly rate: { readonly least: number; readonly most: number } | null
  readonly levels: Readonly<Record<RuleName, Level>>
}

/** Levels where the project says nothing. */
export const DEFAULT_LEVELS: Readonly<Record<RuleName, Level>> = {
  tags: 'block',
  script: 'block',
  digits: 'block',
  punctuation: 'warn',
  width: 'fix',
  casing: 'warn',
  spaces: 'fix',
  forbidden: 'warn',
  lexicon: 'warn',
  rate: 'warn',
  empty: 'warn',
}

const lowered = (words: readonly string[] = []): ReadonlySet<string> =>
  new Set(words.map((word) => word.toLowerCase()))

const lengthOf = (text: string): number => [...text].length

export function rulesOf(json: RulesJson = {}): Rules {
  // A tag that is still being typed is none yet.
  const tags = (json.tags ?? [])
    .filter(({ tag }) => tag)
    .map(({ tag, close }) => ({ tag, close: close ?? '' }))
  return {
    scripts: json.scripts ?? [],
    characters: new Set(json.characters ?? ''),
    punctuation: typeof json.punctuation === 'string' ? new Set(json.punctuation) : null,
    digits: json.digits ?? 'any',
    width: json.width ?? 'any',
    casing: json.casing ?? 'any',
    tags,
    tagNames: [...new Set(tags.flatMap(({ tag, close }) => (close ? [tag, close] : [tag])))].sort(
      (a, b) => lengthOf(b) - lengthOf(a),
    ),
    fillers: lowered(json.fillers),
    forbidden: new Map(
      (json.forbidden ?? []).map(({ word, instead }) => [word.toLowerCase(), instead ?? null]),
    ),
    lexicon: lowered(json.lexicon),
    rate: json.rate ?? null,
    levels: { ...DEFAULT_LEVELS, ...json.levels },
  }
}
