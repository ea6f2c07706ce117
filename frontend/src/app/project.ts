import { createContext, useContext } from 'react'

export type ProjectRole = 'manager' | 'annotator' | 'reviewer' | 'qa' | 'client'

export interface Reference {
  readonly id: string
  readonly name: string
}

/** What a policy says: allowed, or the key of the reason why not (`useReasonText`). */
export type Verdict = true | string

/** What every screen of a project may need to know about it. A client's people get null where a field says so. */
export interface Project {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly organisation: Reference | null
  readonly client: Reference | null
  readonly modality: string
  readonly template: string
  readonly state: 'active' | 'archived'
  readonly workflow: Readonly<Record<string, unknown>> | null
  readonly deadline: string | null
  /** People look at what came in before tasks are made of it. */
  readonly judged_first: boolean
  readonly languages: readonly string[]
  readonly created_at: string
  /** Roles of the person who asks; an overseer administers a vendor whose people work here. */
  readonly roles: readonly (ProjectRole | 'overseer')[]
  readonly can: {
    readonly manage: Verdict
    readonly see_inside: Verdict
    readonly see_all_data: Verdict
  }
  /** In lists only, for those who see all of the work. */
  readonly progress: {
    readonly total: number
    readonly states: Readonly<Record<string, number>>
  } | null
}

const Context = createContext<Project | null>(null)

export const ProjectProvider = Context.Provider

/** The project whose screens these are. */
export function useProject(): Project {
  const project = useContext(Context)
  if (!project) throw new Error('useProject outside a project')
  return project
}

export function hasRole(
  project: Pick<Project, 'roles'>,
  ...roles: Project['roles'][number][]
): boolean {
  return project.roles.some((role) => roles.includes(role))
}
