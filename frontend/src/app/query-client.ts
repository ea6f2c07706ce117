import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/error'

/** Only a request that had no answer, or met a server that was away, is worth asking again. */
export function worthRetrying(count: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return count < 2 && (error.isOffline || error.code === 'server-away')
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: worthRetrying,
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
