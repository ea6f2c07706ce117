import type { Problem } from '../../../transcription/law'
import type { Level } from '../../../transcription/rules'

/** A stretch of a text that the same problems cover; `start` counts code points. */
export interface Piece {
  readonly start: number
  readonly text: string
  /** The most severe of its problems, null where there is none. */
  readonly level: Level | null
}

const BY_SEVERITY: readonly Level[] = ['block', 'warn', 'fix']

/** The text in stretches; what is said of the whole (how fast, that it is empty) marks no stretch. */
export function pieces(text: string, found: readonly Problem[]): readonly Piece[] {
  const characters = [...text]
  const placed = found.filter(({ rule }) => rule !== 'rate' && rule !== 'empty')
  const cuts = [
    ...new Set([0, ...placed.flatMap(({ start, stop }) => [start, stop]), characters.length]),
  ].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, at) => ({
    start,
    text: characters.slice(start, cuts[at + 1]).join(''),
    level: worst(placed.filter((each) => each.start <= start && start < each.stop)),
  }))
}

const worst = (found: readonly Problem[]): Level | null =>
  BY_SEVERITY.find((level) => found.some((each) => each.level === level)) ?? null

/** What becomes of a text with these problems. */
export const verdict = (found: readonly Problem[]): Level | 'fits' => worst(found) ?? 'fits'
