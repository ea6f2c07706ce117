/** How large things of a class usually are: length, width, height in metres. */
import type { Point3 } from '../../../kinds'

interface Class {
  readonly words: RegExp
  readonly size: Point3
}

/** What road users measure on average in public driving data. */
const CLASSES: readonly Class[] = [
  { words: /bus|coach|公交/, size: [11.2, 2.9, 3.4] },
  { words: /trailer|挂车/, size: [12, 2.9, 3.8] },
  { words: /truck|lorry|卡车|货车/, size: [7, 2.5, 2.9] },
  { words: /van|面包车/, size: [5.1, 2, 2.2] },
  { words: /pedestrian|person|行人|people/, size: [0.7, 0.7, 1.75] },
  { words: /motor|摩托/, size: [2.1, 0.8, 1.5] },
  { words: /cyclist|rider|bicycle|bike|骑/, size: [1.8, 0.7, 1.7] },
  { words: /cone|锥/, size: [0.4, 0.4, 0.8] },
  { words: /barrier|护栏/, size: [0.6, 2.2, 1] },
  { words: /car|vehicle|suv|sedan|taxi|轿车|汽车/, size: [4.6, 1.9, 1.65] },
]

export const CAR: Point3 = [4.6, 1.9, 1.65]

/** The usual size of what a label names; null when it says nothing that is known. */
export function usualSize(label: string): Point3 | null {
  return CLASSES.find(({ words }) => words.test(label.toLowerCase()))?.size ?? null
}

/** The class whose footprint the measured one comes nearest to without being much smaller. */
export function likelySize(length: number, width: number, height: number): Point3 {
  const miss = ([l, w, h]: Point3) =>
    excess(length, l) + excess(width, w) + Math.abs(Math.log(h / Math.max(height, 0.3)))
  const sizes = CLASSES.map(({ size }) => size)
  return sizes.reduce((best, size) => (miss(size) < miss(best) ? size : best), CAR)
}

/** What is seen may be smaller than what is there, but hardly larger. */
const excess = (seen: number, usual: number): number => {
  const log = Math.log(Math.max(seen, 0.2) / usual)
  return log > 0 ? 4 * log : -0.5 * log
}
