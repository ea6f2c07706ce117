import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ClientPathsWithMethod, FetchResponse, MaybeOptionalInit } from 'openapi-fetch'
import { useCallback, useMemo } from 'react'
import { api, unwrap } from './client'
import type { ApiError } from './error'
import { cursorOf, type Page } from './page'
import type { paths } from './schema'

type Json = 'application/json'
type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Change = Exclude<HttpMethod, 'get'>
type Path<M extends HttpMethod> = ClientPathsWithMethod<typeof api, M>
type Init<P extends Path<M>, M extends HttpMethod> = MaybeOptionalInit<paths[P], M>
// An address that has no such method has no data either; without generated types everything has.
type Operation<P, M> = P extends keyof paths
  ? M extends keyof paths[P]
    ? Extract<paths[P][M], Record<string | number, unknown>>
    : never
  : never
type Data<P extends Path<M>, M extends HttpMethod> = NonNullable<
  FetchResponse<Operation<P, M>, Init<P, M>, Json>['data']
>

/** A request whose types the caller knows better than the server's description does. */
export interface LooseInit {
  readonly params?: {
    readonly path?: Readonly<Record<string, string | number>>
    readonly query?: Readonly<Record<string, unknown>>
  }
  readonly body?: unknown
}

type Interval = number | false

export interface GetOptions {
  readonly enabled?: boolean
  /** Ask again every so many milliseconds while the page is looked at; may depend on the last answer. */
  readonly every?: Interval | ((answer: unknown) => Interval)
  readonly staleTime?: number
  /** Keep showing the answer to the last question while a new one is on its way. */
  readonly keep?: boolean
}

// openapi-fetch infers each call from the literal path; here the path is a parameter, so its types cannot.
type Call = (path: unknown, init: unknown) => Promise<{ data?: unknown }>
const GET = api.GET as unknown as Call
const request = api.request as unknown as (
  method: HttpMethod,
  path: unknown,
  init: unknown,
) => Promise<{ data?: unknown }>

/** Where an answer is kept. The path comes first, so that `useInvalidate` can find it. */
export function keyOf(path: string, init?: unknown): QueryKey {
  return init === undefined ? [path] : [path, init]
}

function queryOptions({ every = false, ...options }: GetOptions) {
  const refetchInterval =
    typeof every === 'function'
      ? (query: { state: { data: unknown } }) => every(query.state.data)
      : every
  return {
    enabled: options.enabled ?? true,
    refetchInterval,
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.keep ? { placeholderData: <T>(previous: T) => previous } : {}),
  }
}

/**
 * Reads one address: `useGet('/api/v1/projects/{project}', { params: { path: { project } } })`. Its answer has the
 * type that the server describes, or the one that the caller names: `useGet<Figures>(...)`.
 */
export function useGet<P extends Path<'get'>>(
  path: P,
  init?: Init<P, 'get'>,
  options?: GetOptions,
): UseQueryResult<Data<P, 'get'>, ApiError>
export function useGet<D>(
  path: string,
  init?: LooseInit,
  options?: GetOptions,
): UseQueryResult<D, ApiError>
export function useGet(path: string, init?: unknown, options: GetOptions = {}): unknown {
  return useQuery<unknown, ApiError>({
    queryKey: keyOf(path, init),
    queryFn: ({ signal }) => unwrap(GET(path, { ...(init as object), signal })),
    ...queryOptions(options),
  })
}

type RowOf<P extends Path<'get'>> = Data<P, 'get'> extends { results: (infer R)[] } ? R : never

export interface List<R> {
  readonly rows: readonly R[]
  readonly isLoading: boolean
  readonly isFetching: boolean
  readonly error: ApiError | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  loadMore(): void
  reload(): void
}

function withCursor(init: unknown, cursor: string): object {
  const given = (init ?? {}) as LooseInit
  if (!cursor) return given
  return { ...given, params: { ...given.params, query: { ...given.params?.query, cursor } } }
}

/** Reads a cursor-paginated list page by page; give the result to DataTable or ThumbnailGrid. */
export function useList<P extends Path<'get'>>(
  path: P,
  init?: Init<P, 'get'>,
  options?: GetOptions,
): List<RowOf<P>>
export function useList<R>(path: string, init?: LooseInit, options?: GetOptions): List<R>
export function useList(path: string, init?: unknown, options: GetOptions = {}): List<unknown> {
  const query = useInfiniteQuery<
    Page<unknown>,
    ApiError,
    { pages: Page<unknown>[] },
    QueryKey,
    string
  >({
    queryKey: [path, 'list', init ?? null],
    queryFn: ({ pageParam, signal }) =>
      unwrap(GET(path, { ...withCursor(init, pageParam), signal })) as Promise<Page<unknown>>,
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
    ...queryOptions(options),
  })
  const { data, fetchNextPage, refetch, hasNextPage, isFetchingNextPage } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.results) ?? [], [data])
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const reload = useCallback(() => void refetch(), [refetch])
  return {
    rows,
    isLoading: query.isPending && query.fetchStatus !== 'idle',
    isFetching: query.isFetching,
    error: query.error,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore,
    reload,
  }
}

/** Forget what was read from addresses that start with one of `prefixes`, and read again what is in sight. */
export function useInvalidate(): (...prefixes: string[]) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    (...prefixes) =>
      client.invalidateQueries({
        predicate: ({ queryKey: [path] }) =>
          typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix)),
      }),
    [client],
  )
}

/**
 * Changes something: `const rename = useSend('patch', '/api/v1/projects/{project}', ['/api/v1/projects'])`, then
 * `rename.mutate({ params: { path: { project } }, body: { name } })`. Afterwards reads again what `touches` names.
 */
export function useSend<M extends Change, P extends Path<M>>(
  method: M,
  path: P,
  touches?: readonly string[],
): UseMutationResult<Data<P, M>, ApiError, Init<P, M> | undefined>
export function useSend<D>(
  method: Change,
  path: string,
  touches?: readonly string[],
): UseMutationResult<D, ApiError, LooseInit | undefined>
export function useSend(method: Change, path: string, touches: readonly string[] = []): unknown {
  const invalidate = useInvalidate()
  return useMutation<unknown, ApiError, unknown>({
    mutationFn: (init) => unwrap(request(method, path, init ?? {})),
    onSuccess: () => (touches.length ? invalidate(...touches) : undefined),
  })
}
