import type { OrganisationKind } from '../../api/session'
import type { ProjectRole, Reference } from '../../app/project'

export const ROLES: readonly ProjectRole[] = ['manager', 'annotator', 'reviewer', 'qa', 'client']

export interface OrganisationRef extends Reference {
  readonly kind: OrganisationKind
}

/** What `GET /api/v1/projects/{project}/people` lists. */
export interface Participant extends Reference {
  /** Null for those who do not manage this person. */
  readonly email: string | null
  readonly is_active: boolean
  readonly organisations: readonly OrganisationRef[]
  readonly roles: readonly ProjectRole[]
  readonly can_change: boolean
}

/**
 * Roles that the person who asks may give to people of these organisations: the client's people are clients and
 * nothing else; whoever administers a vendor makes annotators and reviewers.
 */
export function rolesFor(
  kinds: readonly OrganisationKind[],
  manages: boolean,
): readonly ProjectRole[] {
  if (!manages) return ['annotator', 'reviewer']
  const isClient = kinds.length > 0 && kinds.every((kind) => kind === 'client')
  if (isClient) return ['client']
  return kinds.includes('client') ? ROLES : ROLES.filter((role) => role !== 'client')
}
