import { defineModality } from '../../core/registry'
import { answers, empty, segment, tag, timePoint } from '../../kinds'
import { caption } from './caption'
import { audioCommands, KEYS, WITHOUT } from './commands'
import { itemOf, recordsByTime } from './items'
import { choose } from './listening'
import { readout } from './readout'
import { OVERVIEW, RULER } from './stage/layout'
import { TimelineStage } from './stage/timeline_stage'
import { audioTools } from './tools'

export default defineModality({
  slug: 'audio',
  kinds: [segment, timePoint, tag, answers, empty],
  tools: audioTools,
  commands: audioCommands,
  without: WITHOUT,
  keys: KEYS,
  panels: [],
  beside: () => import('./transcript/Transcript'),
  rail: [
    'audio.play',
    'audio.play-segment',
    'audio.loop',
    'zoom.in',
    'zoom.out',
    'zoom.fit',
    'audio.fill',
    'audio.spectrogram',
    'audio.pitch',
    'audio.snap',
  ],
  head: OVERVIEW + RULER,
  visit: (editor, record) => {
    const item = itemOf(record)
    if (item) choose(editor, item)
  },
  readout,
  caption,
  order: recordsByTime,
  createStage: (editor, options) => new TimelineStage(editor, options),
})
