/** One page of a list, as every list end point answers. */
export interface Page<R> {
  readonly next: string | null
  readonly previous: string | null
  readonly results: readonly R[]
}

/** The cursor inside the address of the next page; undefined at the end. */
export function cursorOf(address: string | null | undefined): string | undefined {
  if (!address) return undefined
  return new URL(address, 'http://host').searchParams.get('cursor') ?? undefined
}
