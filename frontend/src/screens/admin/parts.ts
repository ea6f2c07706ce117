import {
  type Icon,
  IconActivityHeartbeat,
  IconBuilding,
  IconChecklist,
  IconHistory,
  IconMailForward,
  IconUsers,
} from '@tabler/icons-react'
import { can, type Session } from '../../api/session'

export interface Part {
  readonly to: string
  /** Key of the catalogue `admin`. */
  readonly label: string
  readonly icon: Icon
  readonly show: (session: Session) => boolean
}

const managesPeople = (session: Session) => can(session, 'people.manage')
const runs = (session: Session) => can(session, 'installation.run')
const watches = (session: Session) => can(session, 'audit.read-all')

/** The parts of the administration, in groups. One whose address no area serves is left out. */
export const PARTS: readonly (readonly Part[])[] = [
  [
    {
      to: '/admin/people',
      label: 'part.people',
      icon: IconUsers,
      show: (session) => managesPeople(session) || watches(session),
    },
    {
      to: '/admin/invitations',
      label: 'part.invitations',
      icon: IconMailForward,
      show: managesPeople,
    },
    {
      to: '/admin/organisations',
      label: 'part.organisations',
      icon: IconBuilding,
      show: (session) => managesPeople(session) || watches(session),
    },
  ],
  [
    { to: '/admin/jobs', label: 'part.jobs', icon: IconChecklist, show: runs },
    { to: '/admin/health', label: 'part.health', icon: IconActivityHeartbeat, show: runs },
  ],
  [{ to: '/admin/audit', label: 'part.audit', icon: IconHistory, show: watches }],
]

/** Whether there is anything here for this person. */
export function hasAdministration(session: Session): boolean {
  return PARTS.flat().some((part) => part.show(session))
}
