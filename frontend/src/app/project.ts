import { createContext, useContext } from 'react'

export type ProjectRole = 'manager' | 'annotator' | 'reviewer' | 'qa' | 'client'

/** What every screen of a project may need to know about it. */
export interface Project {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly modality: string
  readonly template: string
  readonly state: 'active' | 'archived'
  readonly deadline: string | null
  readonly languages: readonly string[]
  /** Roles of the person who asks. */
  readonly roles: readonly ProjectRole[]
}

const Context = createContext<Project | null>(null)

export const ProjectProvider = Context.Provider

/** The project whose screens these are. */
export function useProject(): Project {
  const project = useContext(Context)
  if (!project) throw new Error('useProject outside a project')
  return project
}

export function hasRole(project: Pick<Project, 'roles'>, ...roles: ProjectRole[]): boolean {
  return project.roles.some((role) => roles.includes(role))
}
