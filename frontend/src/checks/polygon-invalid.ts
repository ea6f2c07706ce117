import { defineCheck, type Found, replacing } from '../core/check'
import { distance, type Point2, selfCrosses, signedArea } from '../core/geometry'
import { withData } from '../core/kind'
import type { Annotation } from '../core/patch'

interface Polygon {
  readonly points: readonly Point2[]
  readonly holes: readonly (readonly Point2[])[]
}

const PROBLEMS = {
  crossing: { problem: 'it crosses itself', problem_zh: '边线自相交' },
  'no-area': { problem: 'it encloses nothing', problem_zh: '面积为零' },
  doubled: { problem: 'it has a vertex twice', problem_zh: '存在重复顶点' },
} as const

/** The ring without vertices that sit on the one before. */
function thinned(ring: readonly Point2[], nearest: number): readonly Point2[] {
  const kept: Point2[] = []
  for (const point of ring) {
    const last = kept.at(-1)
    if (!last || distance(last, point) >= nearest) kept.push(point)
  }
  const [first] = kept
  const last = kept.at(-1)
  if (first && last && kept.length > 1 && distance(first, last) < nearest) kept.pop()
  return kept
}

function problemOf({ points, holes }: Polygon, nearest: number): keyof typeof PROBLEMS | null {
  if (Math.abs(signedArea(points)) <= 0) return 'no-area'
  if ([points, ...holes].some(selfCrosses)) return 'crossing'
  return thinned(points, nearest).length < points.length ? 'doubled' : null
}

function fixOf(record: Annotation, data: Polygon, nearest: number): Partial<Found> {
  const points = thinned(data.points, nearest)
  return points.length < 3 ? {} : { fix: replacing(record, withData(record, { ...data, points })) }
}

/** A polygon that crosses itself, has no area, or holds the same vertex twice in a row. */
export default defineCheck({
  id: 'polygon-invalid',
  title: { en: 'Broken polygon', zh: '多边形无效' },
  message: {
    en: 'This polygon is broken: {problem}.',
    zh: '该多边形无效：{problem_zh}。',
  },
  severity: 'block',
  params: { distance: 0.25 },
  *run(record, { params }) {
    if (record.kind !== 'polygon') return
    const data = record.data as Polygon
    const nearest = params.distance ?? 0
    const problem = problemOf(data, nearest)
    if (!problem) return
    const fix = problem === 'doubled' ? fixOf(record, data, nearest) : {}
    yield { key: problem, params: PROBLEMS[problem], ...fix }
  },
})
