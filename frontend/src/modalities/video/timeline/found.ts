/** Where in time findings are. Pure. */

export interface FoundAt {
  readonly record: string | null
  readonly frame: number | null
  readonly waiver: unknown
}

/** Frames at which something was found, by the annotation; what was waived is left out. */
export function foundIn(findings: readonly FoundAt[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const { record, frame, waiver } of findings) {
    if (record === null || frame === null || waiver !== null) continue
    const frames = found.get(record)
    if (frames) frames.push(frame)
    else found.set(record, [frame])
  }
  return found
}
