import type { OrganisationKind, OrganisationRole, PersonRef } from '../../api/session'
import type { Verdict } from '../../app/project'

export const KINDS: readonly OrganisationKind[] = ['operator', 'vendor', 'client']
export const ROLES: readonly OrganisationRole[] = ['administrator', 'member', 'auditor', 'security']
export const INVITATION_STATES = ['open', 'accepted', 'revoked', 'expired'] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

export interface OrganisationRef {
  readonly id: string
  readonly name: string
  readonly kind: OrganisationKind
}

export interface Organisation extends OrganisationRef {
  readonly created_at: string
  readonly members: number
  readonly can: { readonly administer: boolean }
}

export interface ListedPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly is_active: boolean
  readonly date_joined: string
  readonly last_seen_at: string | null
  readonly second_factor: boolean
  readonly memberships: readonly {
    readonly organisation: OrganisationRef
    readonly role: OrganisationRole
  }[]
  readonly can: { readonly deactivate: Verdict }
}

export interface Invitation {
  readonly id: string
  readonly email: string
  readonly organisation: OrganisationRef
  readonly role: OrganisationRole
  readonly invited_by: PersonRef | null
  readonly created_at: string
  readonly expires_at: string
  readonly state: InvitationState
  /** What became of its mail; null where none was sent, or long ago. */
  readonly mail: {
    readonly state: 'waiting' | 'sending' | 'sent' | 'failed' | 'unsure'
    readonly error: string
  } | null
}

/** The link is shown this once. */
export interface SentInvitation extends Invitation {
  readonly link: string
  readonly mailed: boolean
}

export interface AuditEvent {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly actor_name: string
  readonly verb: string
  readonly subject: string
  readonly scope: string
  readonly data: Readonly<Record<string, unknown>>
  readonly number: number | null
  readonly hash: string
}

export interface ChainHead {
  readonly number: number
  readonly hash: string
}

export interface Verification {
  readonly ok: boolean
  readonly checked: number
  readonly unsealed: number
  readonly head: ChainHead
  readonly broken: {
    readonly number: number
    readonly reason: 'missing' | 'unlinked' | 'altered' | 'cut-off'
    readonly event: number | null
  } | null
}

export interface HealthPart {
  readonly name: 'database' | 'storage' | 'broker' | 'cache' | 'disk' | 'workers'
  readonly ok: boolean
  readonly milliseconds: number
  readonly problem: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Worker {
  readonly name: string
  readonly at: string
  readonly queues: readonly string[]
  readonly alive: boolean
}

export interface Status {
  readonly ok: boolean
  readonly at: string
  readonly parts: readonly HealthPart[]
  readonly workers: readonly Worker[]
  readonly jobs: {
    readonly states: Readonly<Record<string, number>>
    readonly oldest_queued_at: string | null
  }
  readonly audit: ChainHead
}
