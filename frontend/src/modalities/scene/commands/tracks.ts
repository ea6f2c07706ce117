/** Tracks as a whole: where they begin and end, what they are made of, what of them never changes. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { newId } from '../../../core/ids'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { hasEditable } from '../../../core/selection'
import {
  type Cuboid,
  sizeOf,
  splitTrack,
  type Track,
  withKeyframe,
  withoutKeyframe,
} from '../../../kinds'
import { headedByMotion, joined, resizedTrack } from '../data/whole_track'
import { boxAt, editBoxes, hasOneSize, keyAt, sensorIn, trackOf, withBox } from '../objects'
import { handOver, letGo } from '../picture_boxes'
import { sceneOf } from '../state'
import { goToBest } from './best'
import { follow } from './follow'
import { boxesHere, command, frameOf, hasBox, hasFrames, hasTrack, tracksHere } from './of'

/** A keyframe where the box is; a second time the same keyframe stays. */
function keyHere(editor: Editor): void {
  editBoxes(editor, 'scene:edit.key', tracksHere(editor), (box) => box)
}

type Change = (track: Track<Cuboid>, frame: number) => Track<Cuboid> | null

function changeTracks(editor: Editor, title: string, change: Change): void {
  const frame = frameOf(editor)
  editor.edit(title, (tx) => {
    for (const record of tracksHere(editor)) {
      const track = trackOf(record)
      const next = track && change(track, frame)
      if (next) tx.update(record.id, (one) => withData(one, next))
      else tx.remove(record.id)
      letGo(tx, record.id)
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

/** What a track is in this frame and after it. */
const begun = (track: Track<Cuboid>, frame: number): Track<Cuboid> | null =>
  splitTrack(track, frame)[1] as Track<Cuboid> | null

const hasTrackHere = (editor: Editor): true | string =>
  all(
    () => hasTrack(editor),
    () => hasBox(editor),
  )

/** Only what has begun before this frame can be cut at it. */
const mayCut = (editor: Editor): true | string =>
  all(
    () => hasTrackHere(editor),
    () =>
      tracksHere(editor).every((r) => trackOf(r)?.keyframes[0]?.frame !== frameOf(editor)) ||
      'scene:reason.begins-here',
  )

/** Two tracks: what is before this frame, and what is from it on. */
function split(editor: Editor): void {
  const frame = frameOf(editor)
  const later: string[] = []
  editor.edit('scene:edit.split-track', (tx) => {
    for (const record of tracksHere(editor)) {
      const track = trackOf(record)
      const [before, after] = track ? splitTrack(track, frame) : []
      if (!before || !after) continue
      const other = { ...withData(record, after), id: newId() }
      tx.update(record.id, (one) => withData(one, before))
      tx.put(other)
      handOver(tx, record.id, other.id, frame)
      letGo(tx, record.id)
      later.push(other.id)
    }
  })
  editor.select(later)
}

const firstFrame = (record: Annotation): number => trackOf(record)?.keyframes[0]?.frame ?? 0

/** The tracks as one: that which begins first, with the keyframes of all. */
function merge(editor: Editor): void {
  const [first, ...others] = tracksHere(editor).toSorted((a, b) => firstFrame(a) - firstFrame(b))
  const track = first && trackOf(first)
  if (!track) return
  const whole = others.reduce((one, { data }) => joined(one, data as Track<Cuboid>), track)
  editor.edit('scene:edit.merge-tracks', (tx) => {
    tx.update(first.id, (one) => withData(one, whole))
    for (const { id } of others) {
      handOver(tx, id, first.id)
      tx.remove(id)
    }
  })
  editor.select([first.id])
}

/** One box for all frames out of a track, or a track out of it: still in all frames, until it is moved in one. */
function toggleStill(editor: Editor): void {
  const frame = frameOf(editor)
  editor.edit('scene:edit.still', (tx) => {
    for (const record of boxesHere(editor)) {
      const box = boxAt(record, frame)
      if (!box) continue
      tx.update(record.id, (one) =>
        trackOf(one)
          ? { ...one, kind: 'cuboid', data: box }
          : withBox(
              editor,
              { ...one, kind: 'track', data: { of: 'cuboid', keyframes: [] } },
              0,
              box,
            ),
      )
    }
  })
}

/** Give tracks the size of this frame in all frames, and keep it; or let it differ from frame to frame. */
function toggleOneSize(editor: Editor): void {
  const { freeSize } = sceneOf(editor)
  const ids = tracksHere(editor).map(({ id }) => id)
  if (tracksHere(editor).every((record) => hasOneSize(editor, record))) {
    freeSize.value = new Set([...freeSize.peek(), ...ids])
    return
  }
  freeSize.value = new Set([...freeSize.peek()].filter((id) => !ids.includes(id)))
  changeTracks(editor, 'scene:edit.one-size', (track, frame) => {
    const now = keyAt(track, frame)?.data
    return now ? resizedTrack(track, sizeOf(now), sensorIn(editor)) : track
  })
}

const goesSomewhere = (editor: Editor): true | string =>
  all(
    () => hasTrack(editor),
    () =>
      tracksHere(editor).some((record) => {
        const track = trackOf(record)
        return track !== null && headedByMotion(track) !== null
      }) || 'scene:reason.goes-nowhere',
  )

const keyCommands: readonly Command[] = [
  command('key', 'edit', keyHere, { icon: 'keyframe', keys: ['K'], enabled: hasTrackHere }),
  command(
    'drop-key',
    'edit',
    (e) => changeTracks(e, 'scene:edit.drop-key', (t, f) => withoutKeyframe(t, f)),
    { icon: 'circle-minus', keys: ['Shift+K'], enabled: mayDrop },
  ),
  command('follow', 'edit', (e) => void follow(e, tracksHere(e)).catch(() => undefined), {
    icon: 'player-track-next',
    keys: ['Shift+F'],
    enabled: hasTrackHere,
  }),
  command('follow-back', 'edit', (e) => void follow(e, tracksHere(e), -1).catch(() => undefined), {
    icon: 'player-track-prev',
    keys: ['Alt+Shift+F'],
    enabled: hasTrackHere,
  }),
  command('best', 'view', (e) => void goToBest(e).catch(() => undefined), {
    icon: 'star',
    keys: ['U'],
    enabled: (e) =>
      all(
        () => hasFrames(e),
        () => e.selected.value.length === 1 || 'scene:reason.no-box',
        () =>
          e.selected.value.some((r) => r.kind === 'cuboid' || trackOf(r)) || 'scene:reason.no-box',
      ),
  }),
]

const lifeCommands: readonly Command[] = [
  command('begin', 'edit', (e) => changeTracks(e, 'scene:edit.begin', begun), {
    icon: 'player-skip-back',
    keys: ['Alt+Q'],
    enabled: mayCut,
  }),
  command('end', 'edit', (e) => changeTracks(e, 'scene:edit.end', ended), {
    icon: 'player-skip-forward',
    keys: ['Shift+T'],
    enabled: mayCut,
  }),
  command('split-track', 'edit', split, { icon: 'cut', keys: ['Shift+J'], enabled: mayCut }),
  command('merge-tracks', 'edit', merge, {
    icon: 'link',
    keys: ['Alt+J'],
    enabled: (e) => (tracksHere(e).length > 1 ? hasEditable(e) : 'scene:reason.two-tracks'),
  }),
]

const wholeCommands: readonly Command[] = [
  command('one-size', 'edit', toggleOneSize, {
    icon: 'ruler-measure',
    keys: ['Shift+U'],
    enabled: hasTrackHere,
    active: (e) => tracksHere(e).length > 0 && tracksHere(e).every((r) => hasOneSize(e, r)),
  }),
  command(
    'heading',
    'edit',
    (e) => changeTracks(e, 'editor:edit.rotate', (track) => headedByMotion(track) ?? track),
    { icon: 'navigation', keys: ['Alt+R'], enabled: goesSomewhere },
  ),
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

export const trackCommands: readonly Command[] = [...keyCommands, ...lifeCommands, ...wholeCommands]
