/** Ready-made keys. A profile replaces default keys by command; what it does not name keeps its own. */
export type ProfileId = 'groundwork' | 'labelstudio'

export const PROFILES: readonly ProfileId[] = ['groundwork', 'labelstudio']

type Keys = Readonly<Record<string, readonly string[]>>

/** What people who come from Label Studio have in their fingers. */
const labelstudio: Keys = {
  'tool.select': ['V'],
  'tool.box': ['R'],
  'tool.rotated_box': ['Shift+R'],
  'tool.polygon': ['P'],
  'tool.polyline': ['Shift+P'],
  'tool.points': ['K'],
  'scene.above': ['Shift+V'],
  'edit.delete': ['Delete', 'Backspace'],
  'edit.duplicate': ['Ctrl+D'],
  'select.none': ['U'],
  'select.next': ['Alt+.', 'Tab'],
  'select.previous': ['Alt+,', 'Shift+Tab'],
  'select.beneath': ['Alt+/'],
  'view.hide': ['Alt+H'],
  'view.show-all': ['Ctrl+Alt+H'],
  'view.hide-all': ['Ctrl+H'],
  'view.lock': ['Alt+L'],
  'task.next': ['Ctrl+ArrowRight'],
  'task.previous': ['Ctrl+ArrowLeft'],
  'task.skip': ['Ctrl+Space'],
  'task.submit': ['Ctrl+Shift+Enter'],
  'task.submit-next': ['Ctrl+Enter'],
}

const profiles: Readonly<Record<ProfileId, Keys>> = { groundwork: {}, labelstudio }

export const isProfile = (value: unknown): value is ProfileId =>
  PROFILES.some((profile) => profile === value)

/** The keys that a profile gives a command; undefined where it leaves the default. */
export const profileKeys = (profile: ProfileId, id: string): readonly string[] | undefined =>
  profiles[profile][id]
