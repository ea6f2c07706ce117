import { defineModality } from '../../core/registry'
import { answers, box, empty, points, polygon, polyline, rotatedBox, tag } from '../../kinds'
import { holeCommands } from './commands/holes'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { ImageStage } from './stage/image_stage'
import { imageTools } from './tools'

export default defineModality({
  slug: 'image',
  kinds: [box, rotatedBox, polygon, polyline, points, tag, answers, empty],
  tools: imageTools,
  commands: holeCommands,
  panels: [
    {
      id: 'adjust',
      title: 'image:panel.adjust',
      icon: 'contrast',
      load: () => import('./AdjustPanel'),
    },
  ],
  locales: { en, zh },
  createStage: (editor, options) => new ImageStage(editor, options),
})
