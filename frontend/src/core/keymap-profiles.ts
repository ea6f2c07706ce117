/** Ready-made keys. A profile replaces default keys by command; what it does not name keeps its own. */
export type ProfileId = 'groundwork' | 'labelstudio' | 'praat' | 'elan' | 'audacity'

export const PROFILES: readonly ProfileId[] = [
  'groundwork',
  'labelstudio',
  'praat',
  'elan',
  'audacity',
]

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
  'skeleton.visibility': ['Shift+V'],
  'skeleton.swap': ['Alt+V'],
  'polygon.simplify': ['Alt+Shift+P'],
  'tool.skeleton': ['Shift+U'],
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

/** What people who cut recordings in Praat have in their fingers. */
const praat: Keys = {
  'audio.play-segment': ['Tab'],
  'audio.play': ['Shift+Tab', 'Space', 'Ctrl+Space', 'F8'],
  'audio.play-again': ['F4'],
  'audio.split': ['Enter', 'K', 'Alt+K'],
  'audio.write': ['F2', 'Alt+W'],
  'audio.next': ['Alt+ArrowRight', 'ArrowDown'],
  'audio.previous': ['Alt+ArrowLeft', 'ArrowUp'],
  'audio.to-crossing': ['Ctrl+0', 'Alt+X'],
  'audio.merge': ['Alt+Backspace', 'M', 'Ctrl+M'],
  'zoom.in': ['Ctrl+I', 'Ctrl++', 'Ctrl+='],
  'zoom.out': ['Ctrl+O', 'Ctrl+-'],
  'zoom.fit': ['Ctrl+A'],
  'select.all': [],
}

/** ELAN: its segmentation and transcription modes. */
const elan: Keys = {
  'audio.play': ['Ctrl+Space', 'Space', 'F8'],
  'audio.play-segment': ['Shift+Space', 'Tab'],
  'audio.mark': ['Alt+N', 'N'],
  'audio.write': ['Enter', 'Alt+M'],
  'audio.next': ['Alt+ArrowRight', 'ArrowDown', 'Alt+ArrowDown'],
  'audio.previous': ['Alt+ArrowLeft', 'ArrowUp', 'Alt+ArrowUp'],
  'edit.delete': ['Alt+D', 'Delete'],
}

/** Audacity: its label tracks. */
const audacity: Keys = {
  'audio.play': ['Space', 'Ctrl+Space', 'F8'],
  'audio.loop': ['Shift+Space', 'Ctrl+L'],
  'audio.mark': ['Ctrl+B', 'Ctrl+M', 'N'],
  'audio.back': ['B', 'F7'],
  'audio.split': ['Ctrl+I', 'K', 'Alt+K'],
  'audio.merge': ['Ctrl+J', 'M'],
  'audio.to-crossing': ['Z', 'Alt+X'],
  'audio.find': ['Ctrl+Shift+F'],
  'objects.filter': [],
  'zoom.selection': ['Ctrl+E'],
  'zoom.fit': ['Ctrl+F'],
}

const profiles: Readonly<Record<ProfileId, Keys>> = {
  groundwork: {},
  labelstudio,
  praat,
  elan,
  audacity,
}

/** Made for recordings: they know the keys that recordings give to shared commands, and replace them. */
const FOR_SOUND: ReadonlySet<ProfileId> = new Set(['praat', 'elan', 'audacity'])

export const replacesOwnKeys = (profile: ProfileId): boolean => FOR_SOUND.has(profile)

export const isProfile = (value: unknown): value is ProfileId =>
  PROFILES.some((profile) => profile === value)

/** The keys that a profile gives a command; undefined where it leaves the default. */
export const profileKeys = (profile: ProfileId, id: string): readonly string[] | undefined =>
  profiles[profile][id]
