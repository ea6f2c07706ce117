import { defineKind } from '../core/registry'
import { blendPaths } from './parts/blend'
import { NO_PLACE } from './parts/no_place'
import { type Path3d, pathMoved, pathProblems, pathSimilarity } from './parts/paths3d'

/** Open path of at least two points in the scene's world frame: lanes, curbs, cables. */
export type Polyline3d = Path3d

export const polyline3d = defineKind<Polyline3d>({
  id: 'polyline3d',
  ...NO_PLACE,
  inSpace: true,
  labelled: true,
  trackable: true,
  translate: pathMoved,
  validate: (data) => pathProblems(data, 2),
  similarity: (a, b) => pathSimilarity(a, b, false),
  interpolate: (a, b, t) => ({ points: blendPaths(a.points, b.points, t, false) }),
})
