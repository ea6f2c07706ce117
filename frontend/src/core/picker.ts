import type { Editor } from './editor'
import type { Bounds } from './geometry'
import { encloses, overlaps } from './geometry'
import type { Pointer } from './gesture'
import type { Annotation } from './patch'

/** Finds what is under the pointer. A stage may replace the default by one that knows its index. */
export interface Picker {
  /** Visible annotations and suggestions under the pointer, the one to choose first first. */
  at(p: Pointer): readonly Annotation[]
  /** Visible annotations wholly inside the bounds. */
  inside(bounds: Bounds): readonly Annotation[]
  /** Visible annotations of the document that reach into the bounds. */
  touching(bounds: Bounds): readonly Annotation[]
}

/**
 * Order of choice: higher z, then smaller area, then newer. The smaller one goes first because a
 * large shape can still be taken anywhere outside the small one, but not the other way round.
 */
export function byChoice(editor: Editor): (a: Annotation, b: Annotation) => number {
  const area = (record: Annotation) => editor.kindOf(record)?.area(record.data) ?? 0
  return (a, b) => b.z - a.z || area(a) - area(b) || (a.id < b.id ? 1 : -1)
}

/** Narrow candidates down to what may be picked at `p`, in order of choice. */
export function pickAmong(
  editor: Editor,
  candidates: Iterable<Annotation>,
  p: Pointer,
): readonly Annotation[] {
  const hits: Annotation[] = []
  for (const record of candidates) {
    const kind = editor.kindOf(record)
    if (!kind?.spatial || !editor.view.isVisible(record)) continue
    if (kind.contains(record.data, p.at, p.tolerance)) hits.push(record)
  }
  return hits.sort(byChoice(editor))
}

/** Narrow candidates down to those wholly inside the bounds. */
export function encloseAmong(
  editor: Editor,
  candidates: Iterable<Annotation>,
  bounds: Bounds,
): readonly Annotation[] {
  return [...candidates].filter((record) => {
    const own = editor.kindOf(record)?.bounds(record.data)
    return own && editor.view.isVisible(record) && encloses(bounds, own)
  })
}

/** Narrow candidates down to those that reach into the bounds. */
export function touchAmong(
  editor: Editor,
  candidates: Iterable<Annotation>,
  bounds: Bounds,
): readonly Annotation[] {
  return [...candidates].filter((record) => {
    const own = editor.kindOf(record)?.bounds(record.data)
    return own && editor.view.isVisible(record) && overlaps(bounds, own)
  })
}

/** Looks at every annotation; good enough for tests and small documents. */
export function linearPicker(editor: Editor): Picker {
  const everything = () => [
    ...editor.work.records.peek().values(),
    ...editor.offered.peek().values(),
  ]
  return {
    at: (p) => pickAmong(editor, everything(), p),
    inside: (bounds) => encloseAmong(editor, editor.work.records.peek().values(), bounds),
    touching: (bounds) => touchAmong(editor, editor.work.records.peek().values(), bounds),
  }
}
