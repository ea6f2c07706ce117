import { useShapes } from '../../ui'
import type { WorkTask } from './types'

/** What is drawn in tasks of several projects. */
export function useShapesOf(tasks: readonly WorkTask[]) {
  return useShapes(
    tasks.map(({ id, object_count, project }) => ({ id, object_count, project: project.id })),
  )
}
