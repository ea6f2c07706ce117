/** Everything a person can do in a scene beyond what all editors share. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { clampNumber } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { type Cuboid, quartered, spun } from '../../../kinds'
import { refitted } from '../data/refit'
import { settled } from '../data/settle'
import { reshaped } from '../data/whole_track'
import { editBoxes, selectedBox, trackOf } from '../objects'
import { boxAround, selectedPath } from '../paths/paths'
import { POINT_SIZES, type Sight, sceneOf } from '../state'
import { COLOURINGS } from '../view/points_gl'
import { moveCommands } from './move'
import { boxesHere, command, hasBox, hasFrames } from './of'
import { hasPath, pathCommands, settlePaths } from './paths'
import { projectCommands } from './project'
import { segmentCommands } from './segment'
import { trackCommands } from './tracks'

const hasSight = (editor: Editor) => sceneOf(editor).sight.value !== null || 'no-stage'

function step(editor: Editor, by: number): void {
  sceneOf(editor).playhead.peek().step(by)
}

/** Edit boxes of the scene frame. */
function reshape(
  editor: Editor,
  title: string,
  edit: (box: Cuboid, record: Annotation) => Cuboid | null,
): void {
  const scene = sceneOf(editor)
  editBoxes(editor, title, boxesHere(editor), (box, record) => {
    const next = edit(scene.toScene(box), record)
    return next && scene.toWorld(next)
  })
}

function settle(editor: Editor): void {
  const points = sceneOf(editor).points.peek()
  if (points && boxesHere(editor).length > 0) {
    reshape(editor, 'scene:edit.settle', (box) => settled(points, box))
  }
  settlePaths(editor)
}

/** Fit anew to the points of this frame, with the size that it has. */
function refit(editor: Editor): void {
  const { points, sensor } = sceneOf(editor)
  const frame = points.peek()
  if (frame) reshape(editor, 'scene:edit.fit', (box) => refitted(frame, box, sensor))
}

/** Turn boxes in all their frames: which end is the front does not change over time. */
function turnAbout(editor: Editor, turn: (box: Cuboid) => Cuboid): void {
  editor.edit('editor:edit.rotate', (tx) => {
    for (const { id } of boxesHere(editor)) {
      tx.update(id, (one) => {
        const track = trackOf(one)
        const next = track ? reshaped(track, ({ data }) => turn(data)) : turn(one.data as Cuboid)
        return withData(one, next)
      })
    }
  })
}

function look(editor: Editor, at: (sight: Sight) => void): void {
  const sight = sceneOf(editor).sight.peek()
  if (sight) at(sight)
}

function focus(editor: Editor): void {
  const path = selectedPath(editor)
  const box = selectedBox(editor)?.box ?? (path && boxAround(path))
  if (box) look(editor, (sight) => sight.focus(box))
}

function nextColouring(editor: Editor): void {
  const { colouring } = sceneOf(editor)
  const at = COLOURINGS.indexOf(colouring.peek())
  colouring.value = COLOURINGS[(at + 1) % COLOURINGS.length] ?? 'height'
}

function resizePoints(editor: Editor, by: number): void {
  const { pointSize } = sceneOf(editor)
  pointSize.value = clampNumber(pointSize.peek() + by, ...POINT_SIZES)
}

const timeCommands: readonly Command[] = [
  command('next', 'view', (e) => step(e, 1), {
    icon: 'chevron-right',
    keys: ['E', 'PageDown'],
    enabled: hasFrames,
  }),
  command('previous', 'view', (e) => step(e, -1), {
    icon: 'chevron-left',
    keys: ['Q', 'PageUp'],
    enabled: hasFrames,
  }),
  command('play', 'view', (e) => sceneOf(e).playhead.peek().toggle(), {
    icon: 'player-play',
    keys: ['P', 'Space'],
    enabled: hasFrames,
    active: (e) => sceneOf(e).playhead.value.playing.value,
  }),
]

const boxCommands: readonly Command[] = [
  command('quarter', 'edit', (e) => turnAbout(e, quartered), {
    icon: 'rotate-2',
    keys: ['R'],
    enabled: hasBox,
  }),
  command('flip', 'edit', (e) => turnAbout(e, (box) => spun(box, 2, Math.PI)), {
    icon: 'arrows-exchange',
    keys: ['Shift+R'],
    enabled: hasBox,
  }),
  command('settle', 'edit', settle, {
    icon: 'arrow-down',
    keys: ['J'],
    enabled: (e) => (hasPath(e) === true ? true : hasBox(e)),
  }),
  command('refit', 'edit', refit, { icon: 'cube-spark', keys: ['Alt+W'], enabled: hasBox }),
]

const lookCommands: readonly Command[] = [
  command('focus', 'view', focus, {
    icon: 'focus-2',
    keys: ['C'],
    enabled: (e) => selectedBox(e) !== null || selectedPath(e) !== null || 'scene:reason.no-box',
  }),
  command('above', 'view', (e) => look(e, (sight) => sight.above()), {
    icon: 'eye',
    keys: ['V'],
    enabled: hasSight,
  }),
  command('larger-points', 'view', (e) => resizePoints(e, 0.5), {
    icon: 'circle-plus',
    keys: ['=', '+'],
  }),
  command('smaller-points', 'view', (e) => resizePoints(e, -0.5), {
    icon: 'circle-minus',
    keys: ['-'],
  }),
  command('colouring', 'view', nextColouring, { icon: 'palette', keys: ['Shift+C'] }),
  command(
    'ground',
    'view',
    (e) => {
      const { groundHidden } = sceneOf(e)
      groundHidden.value = !groundHidden.peek()
    },
    { icon: 'layers-subtract', keys: ['Alt+G'], active: (e) => sceneOf(e).groundHidden.value },
  ),
]

const pictureCommands: readonly Command[] = [
  command(
    'batch',
    'view',
    (e) => {
      const { batch } = sceneOf(e)
      batch.value = !batch.peek()
    },
    {
      icon: 'layout-grid',
      keys: ['Shift+B'],
      active: (e) => sceneOf(e).batch.value,
      enabled: (e) =>
        all(
          () => hasFrames(e),
          () => sceneOf(e).batch.value || e.selection.value.size === 1 || 'scene:reason.no-box',
        ),
    },
  ),
  command(
    'pictured',
    'view',
    (e) => {
      const { pictured } = sceneOf(e)
      pictured.value = !pictured.peek()
    },
    {
      icon: 'grain',
      keys: ['Alt+P'],
      active: (e) => sceneOf(e).pictured.value,
      enabled: (e) =>
        (sceneOf(e).manifest.value?.cameras.length ?? 0) > 0 || 'scene:reason.no-camera',
    },
  ),
]

export const sceneCommands: readonly Command[] = [
  ...timeCommands,
  ...trackCommands,
  ...boxCommands,
  ...moveCommands,
  ...lookCommands,
  ...pictureCommands,
  ...projectCommands,
  ...segmentCommands,
  ...pathCommands,
]
