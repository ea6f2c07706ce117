/** What is in the address after `?`: plain strings, repeated for several values, so that links stay readable. */
export type SearchValues = Record<string, string | string[]>

export function parseSearch(text: string): SearchValues {
  const values: SearchValues = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const before = values[key]
    if (before === undefined) values[key] = value
    else values[key] = [...(Array.isArray(before) ? before : [before]), value]
  }
  return values
}

export function stringifySearch(values: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}
