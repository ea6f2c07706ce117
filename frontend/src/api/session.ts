import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, rememberCsrf, unwrap } from './client'
import { ApiError } from './error'

export interface PersonRef {
  readonly id: string
  readonly name: string
  readonly email?: string
}

export interface Me extends PersonRef {
  readonly email: string
  readonly preferences: Readonly<Record<string, unknown>>
}

export type OrganisationKind = 'operator' | 'vendor' | 'client'
export type OrganisationRole = 'administrator' | 'member' | 'auditor' | 'security'

export interface Membership {
  readonly organisation: {
    readonly id: string
    readonly name: string
    readonly kind: OrganisationKind
  }
  readonly role: OrganisationRole
}

export interface Session {
  readonly me: Me
  readonly language: string
  readonly memberships: readonly Membership[]
  readonly permissions: readonly string[]
  readonly second_factor: boolean
  /** Whether this installation sends mail. */
  readonly mail: boolean
}

interface SessionAnswer extends Session {
  readonly csrf?: string
}

const KEY = ['/api/v1/session']

async function read(): Promise<Session | null> {
  try {
    const answer = (await unwrap(api.GET('/api/v1/session', {}))) as SessionAnswer
    if (answer.csrf) rememberCsrf(answer.csrf)
    return answer.me ? answer : null
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** Who is signed in: null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: read,
  staleTime: 5 * 60_000,
  retry: (count, error) => count < 2 && error instanceof ApiError && error.isOffline,
})

export function currentSession(client: QueryClient): Promise<Session | null> {
  return client.ensureQueryData(sessionQuery)
}

/** The signed-in person's session; only below the signed-in routes, which wait for it. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('useSession outside the signed-in routes')
  return data
}

/** Runs the installation: an administrator of the operator. */
export function isOperator(session: Session): boolean {
  return session.memberships.some(
    (membership) =>
      membership.organisation.kind === 'operator' && membership.role === 'administrator',
  )
}

/** The operator's people begin projects; the server's policy decides. */
export function mayCreateProject(session: Session): boolean {
  return session.memberships.some(
    ({ organisation, role }) =>
      organisation.kind === 'operator' && (role === 'administrator' || role === 'member'),
  )
}

/** Belongs to nothing but client organisations: sees deliveries only. */
export function isClientOnly(session: Session): boolean {
  return (
    session.memberships.length > 0 &&
    session.memberships.every((membership) => membership.organisation.kind === 'client')
  )
}

export function can(session: Session, permission: string): boolean {
  return session.permissions.includes(permission)
}

export interface SignIn {
  readonly email: string
  readonly password: string
  readonly code?: string
}

export function useSignIn(): (input: SignIn) => Promise<Session> {
  const client = useQueryClient()
  return useCallback(
    async (input) => {
      await api.POST('/api/v1/session', { body: { code: '', ...input } })
      // The session rotates its token at sign-in, so it is read again whatever the answer said.
      const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (!session) throw new Error('signed in without a session')
      return session
    },
    [client],
  )
}
