import { computed, type ReadonlySignal, type Signal } from '@preact/signals-core'
import type { LiveFinding, Severity } from '../../core/check'
import type { Point2 } from '../../core/geometry'
import type { LiveChecks } from '../../core/live-checks'
import { type Annotation, type Patch, sameJson } from '../../core/patch'
import type { Text } from '../../core/schema'
import type { StoredFinding } from '../types'

/** One line of the findings panel, whoever found it. */
export interface ShownFinding {
  readonly id: string
  readonly check: string
  /** Found here and now; else it is what the server found when it last looked. */
  readonly live: boolean
  readonly severity: Severity
  readonly record: string | null
  /** Where in time, when what it is about has many frames. */
  readonly frame: number | null
  /** Where on the picture, when it is about nothing that was drawn. */
  readonly at: Point2 | null
  readonly title: Text | null
  readonly message: Text
  readonly fix: Patch | null
  /** Id on the server: only such a finding can be waived. */
  readonly stored: string | null
  readonly waiver: StoredFinding['waiver']
}

const ORDER: readonly Severity[] = ['block', 'warning', 'info']

const frameIn = ({ frame }: StoredFinding['params']): number | null =>
  typeof frame === 'number' ? frame : null

const placeIn = ({ x, y }: StoredFinding['params']): Point2 | null =>
  typeof x === 'number' && typeof y === 'number' ? [x, y] : null

const fromServer = (finding: StoredFinding): ShownFinding => ({
  id: finding.id,
  check: finding.check,
  live: false,
  severity: finding.severity,
  record: finding.record,
  frame: frameIn(finding.params),
  at: placeIn(finding.params),
  title: finding.title ?? null,
  message: finding.message,
  fix: finding.fix,
  stored: finding.id,
  waiver: finding.state === 'waived' ? (finding.waiver ?? { by: null, reason: '' }) : null,
})

function fromLive(finding: LiveFinding, twin: StoredFinding | undefined): ShownFinding {
  const { id, check, severity, record, title, message, fix } = finding
  const frame = twin ? frameIn(twin.params) : null
  const stored = twin && fromServer(twin)
  return {
    ...{ id, check, severity, record, frame, title, message, fix, at: null },
    live: true,
    stored: stored?.stored ?? null,
    waiver: stored?.waiver ?? null,
  }
}

/**
 * Live findings, each with the server's twin if there is one, then those that only the server can find.
 * What a live check no longer finds is solved, whatever the server remembers.
 */
export function shownFindings(
  live: readonly LiveFinding[],
  stored: readonly StoredFinding[],
  isLive: (check: string) => boolean,
): readonly ShownFinding[] {
  const twins = new Map(stored.map((finding) => [`${finding.check}:${finding.record}`, finding]))
  const own = live.map((finding) =>
    fromLive(finding, twins.get(`${finding.check}:${finding.record}`)),
  )
  const others = stored.filter(({ check }) => !isLive(check)).map(fromServer)
  const rank = ({ severity, waiver }: ShownFinding) => ORDER.indexOf(severity) + (waiver ? 10 : 0)
  return [...own, ...others].sort((a, b) => rank(a) - rank(b))
}

/** Annotations by id. */
export type Records = ReadonlyMap<string, Annotation>

/** `seen`: annotations as they were when the server told what it found. */
export function watchFindings(
  checks: LiveChecks,
  stored: Signal<readonly StoredFinding[]>,
  seen: ReadonlySignal<Records>,
  now: ReadonlySignal<Records>,
  isLive: (check: string) => boolean,
): ReadonlySignal<readonly ShownFinding[]> {
  /** Whether it is still about what the server saw; what has been changed since waits to be looked at again. */
  const holds = ({ record }: StoredFinding) =>
    record === null || sameJson(seen.value.get(record) ?? null, now.value.get(record) ?? null)
  return computed(() =>
    shownFindings(
      checks.findings.value,
      stored.value.filter((one) => isLive(one.check) || holds(one)),
      isLive,
    ),
  )
}

/** It stands in the way of submitting. What only the server finds does not: it is asked again, and may find it mended. */
export const isBlocking = ({ severity, waiver, live }: ShownFinding): boolean =>
  live && severity === 'block' && waiver === null

export const isOpen = ({ waiver }: ShownFinding): boolean => waiver === null
