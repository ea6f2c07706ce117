import { defineModality } from '../../core/registry'
import { answers, cuboid, empty, pointLabels, polygon3d, polyline3d, tag, track } from '../../kinds'
import { sceneCommands } from './commands'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { labelsPoints } from './segment/state'
import { SceneStage } from './stage/scene_stage'
import { sceneTools } from './tools'

export default defineModality({
  slug: 'scene',
  kinds: [cuboid, track, polyline3d, polygon3d, pointLabels, tag, answers, empty],
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
  locales: { en, zh },
  createStage: (editor, options) => new SceneStage(editor, options),
})
