import { defineModality } from '../../core/registry'
import {
  answers,
  cuboid,
  empty,
  pictureBox,
  pointLabels,
  polygon3d,
  polyline3d,
  tag,
  track,
} from '../../kinds'
import { sceneCommands } from './commands'
import { goTo } from './go_to'
import { pictureBoxOf } from './picture_boxes'
import { readout } from './readout'
import { labelsPoints } from './segment/state'
import { SceneStage } from './stage/scene_stage'
import { lookAlike } from './state'
import { sceneTools } from './tools'
import { glAhead } from './view/gl_ahead'

export default defineModality({
  slug: 'scene',
  kinds: [cuboid, track, pictureBox, polyline3d, polygon3d, pointLabels, tag, answers, empty],
  tools: sceneTools,
  commands: sceneCommands,
  panels: [
    {
      id: 'view',
      title: 'scene:panel.view',
      icon: 'adjustments-horizontal',
      load: () => import('./ViewPanel'),
    },
  ],
  above: { shown: labelsPoints, load: () => import('./SegmentBar') },
  options: () => import('./FitBar'),
  caption: (_editor, record) => pictureBoxOf(record)?.camera ?? '',
  details: () => import('./BoxDetails'),
  rail: [
    'zoom.in',
    'zoom.out',
    'zoom.fit',
    'scene.above',
    'scene.batch',
    'scene.colouring',
    'scene.ground',
    'view.names',
  ],
  // Nothing lies over anything else in space, and there is no plane to put a cross or a small map on.
  without: [
    ...['front', 'back', 'up', 'down'].map((way) => `arrange.${way}`),
    ...['fills', 'minimap', 'crosshair'].map((what) => `view.${what}`),
    // Pixels of a picture are no steps in space.
    ...['left', 'right', 'up', 'down'].flatMap((way) => [
      `edit.nudge-${way}`,
      `edit.nudge-far-${way}`,
    ]),
  ],
  mouse: ['turn', 'pan', 'side', 'keep', 'snap', 'double', 'picture'],
  menu: [
    'scene.lift',
    'scene.project',
    'scene.project-again',
    'scene.follow',
    'scene.follow-back',
    'scene.best',
    'scene.heading',
    'scene.still',
    'scene.begin',
    'scene.end',
    'scene.split-track',
    'scene.merge-tracks',
  ],
  compares: true,
  lookAlike,
  looking: ['scene.next', 'scene.previous', 'scene.play'],
  goTo,
  readout,
  ahead: glAhead,
  createStage: (editor, options) => new SceneStage(editor, options),
})
