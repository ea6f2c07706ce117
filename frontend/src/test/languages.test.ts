// @vitest-environment node
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { bareKeys, type Flat, placeholders, readCatalogues, twice } from './catalogues'
import { files, parse, place, walk } from './source'

const catalogues = readCatalogues()
const namespaces = [...new Set([...catalogues.keys()].map((name) => name.split(':')[1] ?? ''))]
const empty: Flat = new Map()
const of = (language: string, namespace: string) =>
  catalogues.get(`${language}:${namespace}`) ?? empty

describe('both languages say everything', () => {
  test.each(namespaces)('%s has the same keys', (namespace) => {
    expect([...bareKeys(of('zh', namespace))].sort()).toEqual(
      [...bareKeys(of('en', namespace))].sort(),
    )
  })

  test.each([...catalogues])('%s has no empty text and ends its plurals', (name, catalogue) => {
    const blank = [...catalogue].filter(([, text]) => !text.trim()).map(([key]) => key)
    expect(blank).toEqual([])
    // Chinese has one form; a second one would never be read.
    const forms = name.startsWith('zh') ? ['other'] : ['one', 'other']
    const stems = [...catalogue.keys()].flatMap(
      (key) => /^(.*)_(?:one|other)$/.exec(key)?.[1] ?? [],
    )
    const wanted = stems.flatMap((stem) => forms.map((form) => `${stem}_${form}`))
    expect(wanted.filter((key) => !catalogue.has(key))).toEqual([])
  })

  test.each(namespaces)('%s has the same parameters', (namespace) => {
    const chinese = of('zh', namespace)
    const different = [...of('en', namespace)]
      .filter(([key]) => !key.endsWith('_one'))
      .filter(([key, text]) => {
        // The one form of a language without plurals may do without their ending.
        const other = chinese.get(key) ?? chinese.get(key.replace(/_other$/, '')) ?? ''
        return placeholders(text) !== placeholders(other)
      })
      .map(([key]) => key)
    expect(different).toEqual([])
  })

  test.each(namespaces)('%s counts things in the singular too', (namespace) => {
    const oneForm = [...of('en', namespace)]
      .filter(([key, text]) => !/_(one|other)$/.test(key) && COUNTED.test(text))
      .map(([key]) => key)
    expect(oneForm).toEqual([])
  })

  test.each([...catalogues].filter(([name]) => name.startsWith('zh')))(
    '%s sets numbers and parameters off from Chinese by a space',
    (_, catalogue) => {
      const crowded = [...catalogue].filter(([key, text]) => CROWDED.test(text) && key !== SPOKEN)
      expect(crowded).toEqual([])
    },
  )

  test('no key is given twice', () => {
    expect(twice()).toEqual([])
  })

  test('the search finds the catalogues', () => {
    expect(namespaces).toContain('common')
    expect(of('en', 'common').size).toBeGreaterThan(30)
  })
})

/** "2个对象", "{{count}}个对象": one rule for what people read is easier on the eye than two. */
const CROWDED = /\p{Script=Han}(?:\d|\{\{)|(?:\d[%°]?|\}\}[%°]?)\p{Script=Han}/u
/** A sentence to try the rules of transcription on, written badly on purpose. */
const SPOKEN = 'rules.sample.zh'

/** A number with its noun in the plural: "{{count}} issues". */
const COUNTED = /\{\{count\}\} (?:\w+ )?(?:\w+s\b|of these are)/

interface Used {
  readonly key: string
  readonly at: string
}

const isCallOf = (node: ts.Node, name: string): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name

/** `i18next.t(...)`, for text outside components. */
const isGlobalCall = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === 't'

/** The namespaces that a file names in `useTranslation`, the first the default. */
function namespacesOf(call: ts.CallExpression): readonly string[] {
  const [given] = call.arguments
  if (given && ts.isStringLiteralLike(given)) return [given.text]
  if (!given || !ts.isArrayLiteralExpression(given)) return []
  return given.elements.filter(ts.isStringLiteralLike).map(({ text }) => text)
}

/** Literal keys: `t('x')`, both sides of `t(a ? 'x' : 'y')`, and `i18nKey="x"`. */
function literals(node: ts.Node | undefined): string[] {
  if (!node) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node)) {
    return [...literals(node.whenTrue), ...literals(node.whenFalse)]
  }
  return []
}

/** The keys that a file uses and the namespaces they may come from. */
function keysIn(path: string): { keys: Used[]; own: readonly string[] } {
  const keys: Used[] = []
  const own = new Set<string>()
  if (!/\bt\(|i18nKey/.test(readFileSync(path, 'utf8'))) return { keys, own: [] }
  const file = parse(path)
  const add = (node: ts.Node, found: readonly string[]) =>
    keys.push(...found.map((key) => ({ key, at: place(node, file) })))
  walk(file, (node) => {
    if (isCallOf(node, 'useTranslation')) for (const name of namespacesOf(node)) own.add(name)
    else if (isCallOf(node, 't') || isGlobalCall(node)) add(node, literals(node.arguments[0]))
    else if (
      ts.isJsxAttribute(node) &&
      ts.isIdentifier(node.name) &&
      node.name.text === 'i18nKey'
    ) {
      add(node, literals(node.initializer))
    }
  })
  return { keys, own: [...own] }
}

const known = (namespace: string, key: string) => {
  const catalogue = of('en', namespace)
  return catalogue.has(key) || catalogue.has(`${key}_other`)
}

/** A key without namespace belongs to the file's own; in a file without any, to one that knows it. */
function isKnown(key: string, own: readonly string[]): boolean {
  const [namespace, rest] = key.split(':')
  if (rest !== undefined) return known(namespace ?? '', rest)
  return (own.length > 0 ? own : namespaces).some((each) => known(each, key))
}

test('every key in the code exists', { timeout: 60_000 }, () => {
  const used = files('.ts', '.tsx').flatMap((path) => {
    const { keys, own } = keysIn(path)
    return keys.map((one) => ({ ...one, own }))
  })
  expect(used.length).toBeGreaterThan(100)
  const unknown = used.filter(({ key, own }) => !isKnown(key, own))
  expect(unknown.map(({ key, at }) => `${at} ${key}`)).toEqual([])
})

// The product's own name, names of keys, signs and example paths are the same in every language.
const SAME_EVERYWHERE =
  /^(Groundwork|Ctrl|Shift|Alt|Esc|Enter|Tab|Space|API|CSV|JSON|SHA-256|px|v|[A-Z]|[\w.-]+\/[\w./-]*)$/
const READ_ALOUD = /^(title|label|placeholder|aria-label|alt|description|text|note)$/

function humanText(text: string): boolean {
  const trimmed = text.trim()
  return /\p{L}/u.test(trimmed) && !SAME_EVERYWHERE.test(trimmed)
}

/** Commands to type and keys to press stand in `<code>` and `<kbd>`. */
function isVerbatim(node: ts.Node): boolean {
  const { parent } = node
  return (
    ts.isJsxElement(parent) && /^(code|Code|kbd|pre)$/.test(parent.openingElement.tagName.getText())
  )
}

/** What a person would read of this node, if it is not in a catalogue. */
function writtenText(node: ts.Node, file: ts.SourceFile): string {
  if (ts.isJsxText(node)) return isVerbatim(node) ? '' : node.text
  if (!ts.isJsxAttribute(node) || !READ_ALOUD.test(node.name.getText(file))) return ''
  const value = node.initializer
  return value && ts.isStringLiteral(value) ? value.text : ''
}

test('no text is written into JSX', { timeout: 60_000 }, () => {
  const written: string[] = []
  for (const path of files('.tsx')) {
    const file = parse(path)
    walk(file, (node) => {
      const text = writtenText(node, file)
      if (humanText(text)) written.push(`${place(node, file)} ${text.trim()}`)
    })
  }
  expect(written).toEqual([])
})
