import { defineModality } from '../../core/registry'
import { answers, cuboid, empty, pointLabels, polygon3d, polyline3d, tag, track } from '../../kinds'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { OverviewStage } from './overview_stage'

export default defineModality({
  slug: 'scene',
  kinds: [cuboid, track, polyline3d, polygon3d, pointLabels, tag, answers, empty],
  tools: [],
  commands: [],
  panels: [],
  locales: { en, zh },
  createStage: (_editor, options) => new OverviewStage(options),
})
