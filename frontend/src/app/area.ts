import type { Icon } from '@tabler/icons-react'
import type { AnyRoute } from '@tanstack/react-router'
import type { Session } from '../api/session'
import type { Project } from './project'

/** An entry of the top bar. `label` is a catalogue key with its namespace, such as `nav:projects`. */
export interface NavEntry {
  readonly to: string
  readonly label: string
  readonly icon: Icon
  readonly order: number
  readonly show?: (session: Session) => boolean
}

/** A tab of a project: `path` is the address below `/projects/$projectId/`. */
export interface ProjectTab {
  readonly path: string
  readonly label: string
  readonly order: number
  readonly show?: (project: Project, session: Session) => boolean
}

/** A line of the command palette that goes somewhere; `keywords` is a catalogue key of further words to find it by. */
export interface PaletteEntry {
  readonly id: string
  readonly label: string
  readonly to: string
  readonly icon?: Icon
  readonly keywords?: string
  readonly show?: (session: Session) => boolean
}

/** What `src/screens/<area>/routes.tsx` exports. Adding an area touches its own folder and catalogues only. */
export interface Area {
  readonly routes: readonly AnyRoute[]
  readonly nav?: readonly NavEntry[]
  readonly projectTabs?: readonly ProjectTab[]
  readonly palette?: readonly PaletteEntry[]
}
