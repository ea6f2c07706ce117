/** Everything a person can do with a video beyond what all editors share. */
import type { Command } from '../../../core/command'
import { nudgeCommands } from '../../../core/commands/nudge'
import { selectCommands } from '../../../core/commands/select'
import { viewCommands } from '../../../core/commands/view'
import { maskCommands } from '../../image/masks/commands'
import { combineCommands } from '../../image/polygons/combine'
import { simplifyCommand } from '../../image/polygons/simplify'
import { promptCommands } from '../../image/prompts/tools'
import { skeletonCommands } from '../../image/skeleton/commands'
import { snapCommands } from '../../image/snapping/commands'
import { clipboardCommands } from './clipboard'
import { convertCommands } from './convert'
import { inFrame } from './define'
import { followCommands } from './follow'
import { timeCommands } from './time'
import { trackCommands } from './tracks'

/** What changes the kind of a shape in a picture; here it is that of the whole track. */
const CONVERTS = /^convert\./

/** Shared commands that look at places in the picture: they are done on the frame. */
const SHARED = [
  ...nudgeCommands,
  ...selectCommands,
  ...viewCommands.filter(({ id }) => id === 'zoom.selection'),
]

const pictureCommands = [
  ...SHARED,
  ...combineCommands,
  simplifyCommand,
  ...snapCommands,
  ...maskCommands,
  ...skeletonCommands,
  ...promptCommands,
].filter(({ id }) => !CONVERTS.test(id))

export const videoCommands: readonly Command[] = [
  ...timeCommands,
  ...trackCommands,
  ...followCommands,
  ...convertCommands,
  ...clipboardCommands,
  ...pictureCommands.map(inFrame),
]

export const WITHOUT: readonly string[] = [...SHARED, ...clipboardCommands].map(({ id }) => id)

/** Where those who follow things from frame to frame have other keys in their fingers than those who paint pictures. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  'task.next': ['Ctrl+ArrowRight'],
  'task.previous': ['Ctrl+ArrowLeft'],
  'skeleton.visibility': ['Alt+V'],
  'zoom.fit': ['Ctrl+0'],
  'zoom.actual': ['Ctrl+1'],
  'zoom.selection': ['Z'],
  'arrange.up': ['Alt+]'],
  'arrange.down': ['Alt+['],
  'view.minimap': ['Shift+N'],
  'snap.shapes': ['Ctrl+Alt+N'],
  'tool.rotated_box': ['Shift+R'],
  'tool.points': ['Shift+K'],
  'tool.mask_brush': ['Shift+1'],
  'tool.mask_eraser': ['Shift+2'],
  'tool.mask_wire': ['Shift+8'],
}
