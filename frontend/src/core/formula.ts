/**
 * Numbers that follow from other attributes, such as a total out of scores. The server computes the same
 * (`projects/schema/formula.py` says what may be written); tests/contracts/formulas.json holds both.
 */
import type { AttributeValue } from './patch'
import type { Attribute } from './schema'

type Values = { readonly [key: string]: AttributeValue }
type Compute = (values: Values) => number | null
type Token = readonly [kind: 'number' | 'name' | 'sign', text: string]

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|"([^"]+)"|([-+*/()=]))/uy

function tokensOf(text: string): readonly Token[] {
  const found: Token[] = []
  const trimmed = text.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed)
    if (!match) throw new Error('bad formula')
    const [, number, name, quoted, sign] = match
    if (number !== undefined) found.push(['number', number])
    else if (sign !== undefined) found.push(['sign', sign])
    else found.push(['name', name ?? quoted ?? ''])
  }
  return found
}

function numberOf(value: AttributeValue | undefined): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string' || value.trim() === '') return null
  return Number.isFinite(Number(value)) ? Number(value) : null
}

const SIGNS: { readonly [sign: string]: (a: number, b: number) => number | null } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? null : a / b),
}

const both =
  (left: Compute, right: Compute, sign: string): Compute =>
  (values) => {
    const [a, b] = [left(values), right(values)]
    return a === null || b === null ? null : (SIGNS[sign]?.(a, b) ?? null)
  }

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  #take(...signs: readonly string[]): string | null {
    const [kind, text] = this.#tokens[this.#at] ?? []
    if (kind !== 'sign' || text === undefined || !signs.includes(text)) return null
    this.#at++
    return text
  }

  sum(): Compute {
    let left = this.#product()
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-')) {
      left = both(left, this.#product(), sign)
    }
    return left
  }

  #product(): Compute {
    let left = this.#factor()
    for (let sign = this.#take('*', '/'); sign; sign = this.#take('*', '/')) {
      left = both(left, this.#factor(), sign)
    }
    return left
  }

  #factor(): Compute {
    if (this.#take('-')) return both(() => 0, this.#factor(), '-')
    if (!this.#take('(')) return this.#value()
    const inner = this.sum()
    if (!this.#take(')')) throw new Error('bad formula')
    return inner
  }

  #word(): Token {
    const token = this.#tokens[this.#at++]
    if (!token || token[0] === 'sign') throw new Error('bad formula')
    return token
  }

  #value(): Compute {
    const [kind, text] = this.#word()
    if (kind === 'number') return () => Number(text)
    if (!this.#take('=')) return (values) => numberOf(values[text])
    const [, option] = this.#word()
    return (values) => {
      const value = values[text]
      return value === undefined || value === null ? null : Number(String(value) === option)
    }
  }
}

const known = new Map<string, Compute>()

function read(text: string): Compute {
  const reader = new Reader(tokensOf(text))
  const compute = reader.sum()
  if (!reader.done) throw new Error('bad formula')
  return compute
}

/** What cannot be read has no result: the server says so where it is written. */
function parse(text: string): Compute {
  const found = known.get(text)
  if (found) return found
  let compute: Compute = () => null
  try {
    compute = read(text)
  } catch {
    // It stays without a result.
  }
  known.set(text, compute)
  return compute
}

/** The nearest value that the attribute has. */
function onScale(value: number, { step, min, max }: Attribute): number {
  const low = min ?? 0
  const stepped = step ? low + Math.floor((value - low) / step + 0.5 + 1e-9) * step : value
  const within = Math.min(
    max ?? Number.POSITIVE_INFINITY,
    Math.max(min ?? Number.NEGATIVE_INFINITY, stepped),
  )
  return Number(within.toFixed(6))
}

/** The values with those that follow from others as they must be. */
export function withComputed(attributes: readonly Attribute[], values: Values): Values {
  let found = values
  for (const attribute of attributes) {
    if (!attribute.formula) continue
    const { [attribute.key]: _, ...rest } = found
    const value = parse(attribute.formula)(found)
    const usable = value !== null && Number.isFinite(value)
    found = usable ? { ...rest, [attribute.key]: onScale(value, attribute) } : rest
  }
  return found
}
