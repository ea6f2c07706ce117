import { api } from '../../api'

// The bundle and the saving protocol are typed by hand in `types` and `core/transport`: the records in
// them are read by the kinds, not by generated types.
type Method = 'get' | 'post' | 'put' | 'patch'
const request = api.request as unknown as (
  method: Method,
  path: string,
  init: object,
) => Promise<{ data?: unknown }>

export async function ask<T>(
  method: Method,
  path: string,
  body?: unknown,
  more: Pick<RequestInit, 'keepalive'> = {},
): Promise<T> {
  const answer = await request(method, path, body === undefined ? more : { body, ...more })
  return answer.data as T
}
