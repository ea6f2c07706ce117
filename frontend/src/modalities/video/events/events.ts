/** Named stretches of time, chapters above all: in their order, and the way from one to the next. Pure. */
import type { Annotation } from '../../../core/patch'
import type { Segment } from '../../../kinds'

export const segmentOf = (record: Annotation): Segment | null =>
  record.kind === 'segment' ? (record.data as Segment) : null

/** All events in the order in which they begin. */
export function inOrder(records: Iterable<Annotation>): readonly Annotation[] {
  const start = (record: Annotation) => segmentOf(record)?.start ?? 0
  return [...records].filter((record) => segmentOf(record)).sort((a, b) => start(a) - start(b))
}

/** The event that begins next from a frame on, or the last that began before it. */
export function eventFrom(
  events: readonly Annotation[],
  frame: number,
  direction: 1 | -1,
): Annotation | undefined {
  const begins = (record: Annotation) => segmentOf(record)?.start ?? 0
  return direction > 0
    ? events.find((event) => begins(event) > frame)
    : events.findLast((event) => begins(event) < frame)
}
