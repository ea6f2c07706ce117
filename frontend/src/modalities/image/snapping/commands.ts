import type { Command } from '../../../core/command'
import { snapping } from './settings'

const toggle = (name: keyof typeof snapping, icon: string, key: string): Command => ({
  id: `snap.${name}`,
  title: `image:command.snap.${name}`,
  group: 'draw',
  icon,
  keys: [key],
  enabled: () => true,
  active: () => snapping[name].value,
  run: () => {
    snapping[name].value = !snapping[name].peek()
  },
})

export const snapCommands: readonly Command[] = [
  toggle('shapes', 'magnet', 'Shift+N'),
  toggle('edges', 'contrast', 'Alt+Shift+E'),
]
