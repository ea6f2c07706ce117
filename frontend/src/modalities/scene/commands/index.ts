/** Everything a person can do in a scene beyond what all editors share. */
import { all, type Command, type CommandGroup } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import {
  type Cuboid,
  quartered,
  type Track,
  withKeyframe,
  withoutKeyframe,
  yawed,
} from '../../../kinds'
import { refitted } from '../data/refit'
import { settled } from '../data/settle'
import { boxAt, editBoxes, keyAt, selectedBox, trackOf, withBox } from '../objects'
import { boxAround, selectedPath } from '../paths/paths'
import { type Sight, sceneOf } from '../state'
import { COLOURINGS } from '../view/points_gl'
import { follow } from './follow'
import { hasPath, pathCommands, settlePaths } from './paths'
import { segmentCommands } from './segment'

type Options = Partial<Pick<Command, 'icon' | 'keys' | 'enabled' | 'active'>>

const command = (
  id: string,
  group: CommandGroup,
  run: (editor: Editor) => void,
  options: Options = {},
): Command => ({
  id: `scene.${id}`,
  title: `scene:command.${id}`,
  group,
  run,
  enabled: () => true,
  ...options,
})

const frameOf = (editor: Editor): number => sceneOf(editor).frame.value

const boxesHere = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter((record) => boxAt(record, frameOf(editor)))

const hasBox = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => boxesHere(editor).length > 0 || 'scene:reason.no-box',
  )

const tracksHere = (editor: Editor) => editableSelection(editor).filter((r) => trackOf(r))

const hasTrack = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => tracksHere(editor).length > 0 || 'scene:reason.no-track',
  )

const hasFrames = (editor: Editor) => sceneOf(editor).frames.value > 1 || 'scene:reason.one-frame'

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

/** A keyframe where the box is; a second time the same keyframe stays. */
function keyHere(editor: Editor): void {
  editBoxes(editor, 'scene:edit.key', tracksHere(editor), (box) => box)
}

function changeTracks(
  editor: Editor,
  title: string,
  change: (track: Track<Cuboid>, frame: number) => Track<Cuboid> | null,
): void {
  const frame = frameOf(editor)
  editor.edit(title, (tx) => {
    for (const record of tracksHere(editor)) {
      const track = trackOf(record)
      const next = track && change(track, frame)
      if (next) tx.update(record.id, (one) => withData(one, next))
      else tx.remove(record.id)
    }
  })
}

/** The last keyframe of a track is the track: it is deleted, not emptied by accident. */
function mayDrop(editor: Editor): true | string {
  const frame = frameOf(editor)
  const isKey = (track: Track | null) => track?.keyframes.some((key) => key.frame === frame)
  const isOnly = (track: Track | null) => track?.keyframes.length === 1
  return all(
    () => hasTrack(editor),
    () => tracksHere(editor).some((r) => isKey(trackOf(r))) || 'scene:reason.no-key',
    () => !tracksHere(editor).some((r) => isOnly(trackOf(r))) || 'scene:reason.only-key',
  )
}

/** Gone from this frame on. */
function ended(track: Track<Cuboid>, frame: number): Track<Cuboid> {
  const now = keyAt(track, frame)
  if (!now || track.keyframes[0]?.frame === frame) return track
  const kept = { ...track, keyframes: track.keyframes.filter((key) => key.frame < frame) }
  return withKeyframe(kept, { ...now, frame, outside: true, origin: 'human' })
}

const mayEnd = (editor: Editor): true | string =>
  all(
    () => hasTrack(editor),
    () => hasBox(editor),
    () =>
      tracksHere(editor).every((r) => trackOf(r)?.keyframes[0]?.frame !== frameOf(editor)) ||
      'scene:reason.begins-here',
  )

/** One box for all frames out of a track, or a track out of it. */
function toggleStill(editor: Editor): void {
  const frame = frameOf(editor)
  editor.edit('scene:edit.still', (tx) => {
    for (const record of boxesHere(editor)) {
      const box = boxAt(record, frame)
      if (!box) continue
      tx.update(record.id, (one) =>
        trackOf(one)
          ? { ...one, kind: 'cuboid', data: box }
          : withBox({ ...one, kind: 'track', data: { of: 'cuboid', keyframes: [] } }, frame, box),
      )
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
    keys: ['P'],
    enabled: hasFrames,
    active: (e) => sceneOf(e).playhead.value.playing.value,
  }),
]

const trackCommands: readonly Command[] = [
  command('key', 'edit', keyHere, {
    icon: 'keyframe',
    keys: ['K'],
    enabled: (e) =>
      all(
        () => hasTrack(e),
        () => hasBox(e),
      ),
  }),
  command(
    'drop-key',
    'edit',
    (e) => changeTracks(e, 'scene:edit.drop-key', (t, f) => withoutKeyframe(t, f)),
    { icon: 'circle-minus', keys: ['Shift+K'], enabled: mayDrop },
  ),
  command('follow', 'edit', (e) => void follow(e, tracksHere(e)).catch(() => undefined), {
    icon: 'player-track-next',
    keys: ['Shift+F'],
    enabled: (e) =>
      all(
        () => hasTrack(e),
        () => hasBox(e),
      ),
  }),
  command('end', 'edit', (e) => changeTracks(e, 'scene:edit.end', ended), {
    icon: 'player-skip-forward',
    keys: ['Shift+T'],
    enabled: mayEnd,
  }),
  command('still', 'edit', toggleStill, {
    icon: 'anchor',
    keys: ['Alt+T'],
    enabled: (e) =>
      all(
        () => hasFrames(e),
        () => hasBox(e),
      ),
    active: (e) =>
      e.selected.value.length > 0 && e.selected.value.every((r) => r.kind === 'cuboid'),
  }),
]

const boxCommands: readonly Command[] = [
  command('quarter', 'edit', (e) => reshape(e, 'editor:edit.rotate', quartered), {
    icon: 'rotate-2',
    keys: ['R'],
    enabled: hasBox,
  }),
  command('flip', 'edit', (e) => reshape(e, 'editor:edit.rotate', (b) => yawed(b, Math.PI)), {
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
  ...lookCommands,
  ...pictureCommands,
  ...segmentCommands,
  ...pathCommands,
]
