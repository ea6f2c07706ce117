import { readFileSync } from 'node:fs'
import { placeOf } from '../app/i18n'
import { files } from './source'

/** Text by key, with dots: `column.name`. */
export type Flat = ReadonlyMap<string, string>

function flatten(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    flatten(inner, [...path, key]),
  )
}

/** `en:data`, with everything that the files of the namespace say together. */
export function readCatalogues(): Map<string, Flat> {
  const found = new Map<string, Map<string, string>>()
  for (const path of files('.json').filter((name) => name.includes('/locales/'))) {
    const { language, namespace } = placeOf(path)
    const name = `${language}:${namespace}`
    const entries = flatten(JSON.parse(readFileSync(path, 'utf8')))
    found.set(name, new Map([...(found.get(name) ?? []), ...entries]))
  }
  return found
}

/** Keys that two files of one namespace both give; which of them is read would be chance. */
export function twice(): string[] {
  const seen = new Set<string>()
  return files('.json')
    .filter((name) => name.includes('/locales/'))
    .flatMap((path) => {
      const { language, namespace } = placeOf(path)
      return flatten(JSON.parse(readFileSync(path, 'utf8'))).map(
        ([key]) => `${language}:${namespace}:${key}`,
      )
    })
    .filter((key) => seen.has(key) || !seen.add(key))
}

const PLURAL = /_(zero|one|two|few|many|other)$/

/** Keys without the ending of their plural form. */
export function bareKeys(catalogue: Flat): Set<string> {
  return new Set([...catalogue.keys()].map((key) => key.replace(PLURAL, '')))
}

/** The parameters of a text, and the elements it wraps things in. */
export function placeholders(text: string): string {
  const names = [...text.matchAll(/\{\{\s*([\w.]+)|<(\w+)/g)].map((match) => match[1] ?? match[2])
  return [...new Set(names)].sort().join(' ')
}
