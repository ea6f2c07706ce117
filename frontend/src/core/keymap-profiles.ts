/** Ready-made keys. A profile replaces default keys by command; what it does not name keeps its own. */
export type ProfileId = 'groundwork' | 'labelstudio' | 'sustech' | 'praat' | 'elan' | 'audacity'

export const PROFILES: readonly ProfileId[] = [
  'groundwork',
  'labelstudio',
  'sustech',
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

/**
 * SUSTechPOINTS and the editors of point clouds that took its keys over: the left hand pushes and turns the box. Digits
 * stay with the labels, and undo is where it is everywhere.
 */
const sustech: Keys = {
  'scene.push-up': ['W', 'ArrowUp'],
  'scene.push-left': ['A', 'ArrowLeft'],
  'scene.push-down': ['S', 'ArrowDown'],
  'scene.push-right': ['D', 'ArrowRight'],
  'scene.push-far-up': ['Shift+W', 'Shift+ArrowUp'],
  'scene.push-far-left': ['Shift+A', 'Shift+ArrowLeft'],
  'scene.push-far-down': ['Shift+S', 'Shift+ArrowDown'],
  'scene.push-far-right': ['Shift+D', 'Shift+ArrowRight'],
  'scene.raise': ['Alt+W', 'Ctrl+ArrowUp'],
  'scene.lower': ['Alt+S', 'Ctrl+ArrowDown'],
  'scene.turn-left': ['Q', 'Z', 'Ctrl+ArrowLeft'],
  'scene.turn-right': ['E', 'X', 'Ctrl+ArrowRight'],
  'scene.turn-far-left': ['Shift+Q', 'Ctrl+Shift+ArrowLeft'],
  'scene.turn-far-right': ['Shift+E', 'Ctrl+Shift+ArrowRight'],
  'scene.refit': ['R'],
  'scene.flip': ['G'],
  'scene.quarter': ['C'],
  'scene.batch': ['V'],
  'scene.next': ['PageDown', '.'],
  'scene.previous': ['PageUp', ','],
  'scene.play': ['Space', 'P'],
  'scene.focus': ['B'],
  'scene.above': ['Shift+V'],
  'scene.colouring': ['Shift+C'],
  'scene.follow': ['T'],
  'tool.fit': ['F'],
  'tool.cuboid': ['Shift+F'],
  'tool.frame': ['Alt+Shift+T'],
  'tool.picture_box': ['Alt+Shift+D'],
  'tool.select': ['Alt+D'],
  'arrange.group': ['Ctrl+G'],
  'arrange.ungroup': ['Ctrl+Shift+G'],
  'suggestion.accept': ['Insert'],
  'suggestion.accept-shown': ['Shift+Insert'],
  'suggestion.reject': ['Shift+Delete'],
  'suggestion.reject-shown': ['Ctrl+Shift+Delete'],
  'suggestion.next': ['Ctrl+Insert'],
  'suggestion.toggle': ['Ctrl+Alt+.'],
  'zoom.selection': ['Shift+3'],
  'task.confirm-empty': ['Ctrl+Alt+E'],
  'finding.next': ['Alt+Shift+W'],
  'task.next': ['Alt+PageDown'],
  'task.previous': ['Alt+PageUp'],
  'task.skip': ['Ctrl+Alt+S'],
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
  sustech,
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
