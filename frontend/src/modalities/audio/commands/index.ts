import type { Command } from '../../../core/command'
import { editCommands } from './edit'
import { findCommands } from './find'
import { listenCommands } from './listen'
import { partCommands } from './parts'
import { snapCommands } from './snap'
import { speakerCommands } from './speakers'
import { tagCommands } from './tags'
import { valueCommands } from './values'
import { walkCommands } from './walk'

/** Everything a person can do with a recording beyond what all editors share. */
export const audioCommands: readonly Command[] = [
  ...listenCommands,
  ...walkCommands,
  ...editCommands,
  ...partCommands,
  ...snapCommands,
  ...findCommands,
  ...speakerCommands,
  ...tagCommands,
  ...valueCommands,
]

/** Shared commands of pictures that mean nothing in time. */
export const WITHOUT: readonly string[] = [
  'draw.start',
  'draw.finish',
  'draw.back',
  'draw.keep',
  'select.next',
  'select.previous',
  'select.beneath',
  'arrange.front',
  'arrange.back',
  'arrange.up',
  'arrange.down',
  'arrange.group',
  'arrange.ungroup',
  'view.names',
  'view.fills',
  'view.minimap',
  'view.crosshair',
  ...['left', 'right', 'up', 'down'].flatMap((to) => [`edit.nudge-${to}`, `edit.nudge-far-${to}`]),
]

/** Shared commands whose usual keys listening needs. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  'panel.changes': ['Ctrl+Alt+0'],
  'panel.objects': ['Ctrl+Alt+1'],
  'panel.details': ['Ctrl+Alt+2'],
  'panel.suggestions': ['Ctrl+Alt+3'],
  'panel.issues': ['Ctrl+Alt+4'],
  'panel.findings': ['Ctrl+Alt+5'],
  'panel.guidelines': ['Ctrl+Alt+6'],
  'panel.answers': ['Ctrl+Alt+7'],
  'objects.filter': ['Ctrl+Shift+F'],
  'view.sidebar': ['Ctrl+\\'],
  'zoom.in': ['=', '+', 'Ctrl++', 'Ctrl+='],
  'zoom.out': ['-', 'Ctrl+-'],
}
