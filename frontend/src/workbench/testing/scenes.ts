/** States of the workbench worth looking at. */
import { ApiError } from '../../api/error'
import type { WorkbenchApi } from '../api/workbench-api'
import type { Bundle } from '../types'
import {
  lookedAt,
  makeBundle,
  makeFindings,
  makeIssues,
  manyRecords,
  type Picture,
  returnedTask,
  reviewTask,
} from './fixture'
import { MemoryApi } from './memory-api'

type Over = (bundle: Bundle) => Partial<Bundle>

const withIssues: Over = ({ document }) => ({
  issues: makeIssues(document.records),
  findings: makeFindings(document.records),
})

const withRecords =
  (records: Bundle['document']['records']): Over =>
  ({ document }) => ({ document: { ...document, records }, suggestions: [] })

const scenes: Readonly<Record<string, Over>> = {
  plain: () => ({}),
  findings: ({ document }) => ({ findings: makeFindings(document.records) }),
  review: (bundle) => ({ task: reviewTask, judge: true, ...withIssues(bundle) }),
  returned: (bundle) => ({ task: returnedTask, ...withIssues(bundle) }),
  viewer: () => ({ task: lookedAt }),
  empty: withRecords([]),
  full: withRecords(manyRecords(5000)),
  huge: withRecords(manyRecords(20_000)),
}

const failing = (): Promise<never> =>
  Promise.reject(new ApiError(404, { code: 'not-found', message: 'gone', fields: {}, params: {} }))

/** The workbench's server for one scene; `loading` never answers, `error` refuses. */
export function sceneApi(scene: string, picture: Picture): WorkbenchApi {
  const bundle = makeBundle(picture)
  const api = new MemoryApi({ ...bundle, ...(scenes[scene] ?? scenes.plain)?.(bundle) })
  if (scene === 'loading') api.load = () => new Promise(() => undefined)
  if (scene === 'error') api.load = failing
  return api
}
