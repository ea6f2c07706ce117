import { defineModality } from '../../core/registry'
import { answers, empty, segment, tag, timePoint } from '../../kinds'
import { ListeningStage } from './listening_stage'
import en from './locales/en.json'
import zh from './locales/zh.json'

export default defineModality({
  slug: 'audio',
  kinds: [segment, timePoint, tag, answers, empty],
  tools: [],
  commands: [],
  panels: [],
  locales: { en, zh },
  createStage: (_editor, options) => new ListeningStage(options),
})
