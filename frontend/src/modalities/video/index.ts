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
  rotatedBox,
  segment,
  skeleton,
  tag,
  timePoint,
  track,
} from '../../kinds'
import { KEYS, videoCommands, WITHOUT } from './commands'
import { openAhead } from './data/opening'
import { goTo } from './go_to'
import { readout } from './readout'
import { VideoStage } from './stage/video_stage'
import { videoTools } from './tools'

export default defineModality({
  slug: 'video',
  // Shapes are what tracks are made of; what is kept of them is tracks.
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
    track,
    segment,
    timePoint,
    tag,
    answers,
    empty,
  ],
  tools: videoTools,
  commands: videoCommands,
  without: WITHOUT,
  keys: KEYS,
  menu: [
    'video.follow',
    'video.follow-back',
    'video.key',
    'video.occluded',
    'video.outside',
    'video.split',
    'video.merge',
    'video.swap',
    'video.propagate',
    'video.begin',
    'video.end',
    'skeleton.visibility',
    'skeleton.swap',
    'skeleton.complete',
    'convert.mask',
    'convert.polygon',
    'convert.polyline',
    'convert.box',
    'convert.rotated_box',
    'convert.ellipse',
  ],
  mouse: ['drag', 'double-click', 'click', 'key', 'end', 'life', 'lane', 'time'],
  options: () => import('./FrameMaskBar'),
  details: () => import('./TrackDetails'),
  beside: () => import('./timeline/Timeline'),
  panels: [
    {
      id: 'events',
      title: 'video:events.title',
      icon: 'timeline',
      load: () => import('./events/EventsPanel'),
    },
    {
      id: 'adjust',
      title: 'image:panel.adjust',
      icon: 'contrast',
      load: () => import('../image/AdjustPanel'),
    },
  ],
  goTo,
  readout,
  ahead: openAhead,
  createStage: (editor, options) => new VideoStage(editor, options),
})
