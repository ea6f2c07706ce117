import { defineModality } from '../../core/registry'
import {
  answers,
  box,
  cuboid2d,
  ellipse,
  empty,
  mask,
  points,
  polygon,
  polyline,
  relation,
  rotatedBox,
  skeleton,
  tag,
} from '../../kinds'
import { maskCommands } from './masks/commands'
import { combineCommands } from './polygons/combine'
import { simplifyCommand } from './polygons/simplify'
import { promptCommands } from './prompts/tools'
import { skeletonCommands } from './skeleton/commands'
import { snapCommands } from './snapping/commands'
import { decodeAhead } from './stage/bitmap'
import { ImageStage } from './stage/image_stage'
import { windowCommands } from './tiles/windowing'
import { imageTools } from './tools'

export default defineModality({
  slug: 'image',
  kinds: [
    box,
    rotatedBox,
    ellipse,
    polygon,
    mask,
    polyline,
    points,
    skeleton,
    cuboid2d,
    relation,
    tag,
    answers,
    empty,
  ],
  tools: imageTools,
  commands: [
    ...combineCommands,
    simplifyCommand,
    ...snapCommands,
    ...maskCommands,
    ...promptCommands,
    ...skeletonCommands,
    ...windowCommands,
  ],
  menu: [
    'task.carry-over',
    'skeleton.visibility',
    'skeleton.swap',
    'skeleton.complete',
    'tool.slice',
    'mask.join',
    'mask.separate',
    'mask.tidy',
    'polygon.subtract',
    'polygon.intersect',
    'polygon.give-way',
    'polygon.simplify',
    'hole.fill',
    'box.tighten',
    'convert.mask',
    'convert.polygon',
    'convert.polyline',
    'convert.box',
    'convert.rotated_box',
    'convert.ellipse',
  ],
  carries: true,
  compares: true,
  details: () => import('./skeleton/SkeletonDetails'),
  options: () => import('./ToolBars'),
  // Shift and a digit choose how a mask is painted, brackets how wide, as people know it.
  keys: {
    'zoom.fit': ['Ctrl+0'],
    'zoom.actual': ['Ctrl+1'],
    'zoom.selection': ['Z'],
    'arrange.up': ['Alt+]'],
    'arrange.down': ['Alt+['],
  },
  panels: [
    {
      id: 'adjust',
      title: 'image:panel.adjust',
      icon: 'contrast',
      load: () => import('./AdjustPanel'),
    },
  ],
  // Tiles stand in for a picture that no browser could hold as a whole.
  ahead: ({ url, files }) => {
    if (!files.some(({ role }) => role === 'tiles')) decodeAhead(url)
    return undefined
  },
  createStage: (editor, options) => new ImageStage(editor, options),
})
