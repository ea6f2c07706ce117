/** What can be done with tracks. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { newId } from '../../../core/ids'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { splitTrack, type Track, trackAt, withOccludedFrom } from '../../../kinds'
import {
  joined,
  propagated,
  rangeOf,
  swapped,
  toggledKey,
  toggledOutside,
  withRange,
} from '../frames/edits'
import { isKeyAt, trackOf } from '../frames/shapes'
import { videoOf } from '../state'
import { command } from './define'
import { FAR } from './time'

const tracksIn = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter((record) => trackOf(record))

const hasTracks =
  (least: number, reason: string) =>
  (editor: Editor): true | string =>
    all(
      () => hasEditable(editor),
      () => tracksIn(editor).length >= least || reason,
    )

const hasTrack = hasTracks(1, 'video:reason.no-track')

/** Some of the selected tracks are there in the frame on the screen. */
const isHere = (editor: Editor): true | string =>
  all(
    () => hasTrack(editor),
    () => tracksIn(editor).some((r) => stateIn(editor, r) !== null) || 'video:reason.not-here',
  )

function stateIn(editor: Editor, record: Annotation) {
  const track = trackOf(record)
  return track && trackAt(track, videoOf(editor).shown.value)
}

/** Change the selected tracks in one step of the history; those that come to nothing go. */
export function changeTracks(
  editor: Editor,
  title: string,
  change: (track: Track, frame: number) => Track | null,
): void {
  const frame = videoOf(editor).shown.peek()
  editor.edit(title, (tx) => {
    for (const record of tracksIn(editor)) {
      const track = trackOf(record)
      const next = track && change(track, frame)
      if (next) tx.update(record.id, (one) => withData(one, next))
      else tx.remove(record.id)
    }
  })
}

const change = (
  id: string,
  icon: string,
  keys: readonly string[],
  edit: (track: Track, frame: number) => Track | null,
  options: Pick<Command, 'enabled'> & Partial<Pick<Command, 'active'>>,
) =>
  command(id, 'edit', (e) => changeTracks(e, `video:edit.${id}`, edit), { icon, keys, ...options })

/** The last keyframe of a track is the track: it is deleted, not emptied by accident. */
function mayToggleKey(editor: Editor): true | string {
  const frame = videoOf(editor).shown.value
  const isOnly = (track: Track | null) =>
    track?.keyframes.length === 1 && track.keyframes[0]?.frame === frame
  return all(
    () => hasTrack(editor),
    () => !tracksIn(editor).some((r) => isOnly(trackOf(r))) || 'video:reason.only-key',
  )
}

function mayEnd(editor: Editor): true | string {
  const frame = videoOf(editor).shown.value
  return all(
    () => hasTrack(editor),
    () =>
      tracksIn(editor).every((r) => trackOf(r)?.keyframes[0]?.frame !== frame) ||
      'video:reason.begins-here',
  )
}

function split(editor: Editor): void {
  const frame = videoOf(editor).shown.peek()
  const made: string[] = []
  editor.edit('video:edit.split', (tx) => {
    for (const record of tracksIn(editor)) {
      const track = trackOf(record)
      const [before, after] = track ? splitTrack(track, frame) : [null, null]
      if (!before || !after) continue
      tx.update(record.id, (one) => withData(one, before))
      const rest = { ...withData(record, after), id: newId() }
      tx.put(rest)
      made.push(rest.id)
    }
  })
  editor.select(made)
}

function mayMerge(editor: Editor): true | string {
  const kinds = new Set(tracksIn(editor).map((record) => trackOf(record)?.of))
  return all(
    () => hasTracks(2, 'video:reason.two-tracks')(editor),
    () => kinds.size === 1 || 'video:reason.other-kind',
  )
}

/** One track of all selected; it is called what the first of them is called. */
function merge(editor: Editor): void {
  const [first, ...others] = tracksIn(editor).toSorted(
    (a, b) => (trackOf(a)?.keyframes[0]?.frame ?? 0) - (trackOf(b)?.keyframes[0]?.frame ?? 0),
  )
  const start = first && trackOf(first)
  if (!start) return
  const whole = others.reduce((sum, record) => {
    const track = trackOf(record)
    return track ? joined(sum, track) : sum
  }, start)
  editor.edit('video:edit.merge', (tx) => {
    tx.update(first.id, (one) => withData(one, whole))
    for (const { id } of others) tx.remove(id)
  })
  editor.select([first.id])
}

function swap(editor: Editor): void {
  const frame = videoOf(editor).shown.peek()
  const [a, b] = tracksIn(editor)
  const [one, other] = [a && trackOf(a), b && trackOf(b)]
  const both = one && other && swapped(one, other, frame)
  if (!a || !b || !both) return
  editor.edit('video:edit.swap', (tx) => {
    tx.update(a.id, (record) => withData(record, both[0]))
    tx.update(b.id, (record) => withData(record, both[1]))
  })
}

/** The record with another beginning or end; itself where that makes no sense. */
function cutAt(record: Annotation, which: 'begin' | 'end', frame: number, frames: number) {
  const track = trackOf(record)
  if (track) {
    const [before, after] = splitTrack(track, frame)
    const part = which === 'begin' ? after : before
    return part ? withData(record, part) : record
  }
  if (record.kind !== 'segment') return record
  const [start, stop] = rangeOf(record)
  const [first, last] = which === 'begin' ? [frame, stop] : [start, frame + 1]
  return withRange(record, first, last, frames)
}

/** Tracks and events that are selected begin here, or end before here. */
function cut(editor: Editor, which: 'begin' | 'end'): void {
  const { shown, frames } = videoOf(editor)
  editor.edit(`video:edit.${which}`, (tx) => {
    for (const { id } of editableSelection(editor)) {
      tx.update(id, (one) => cutAt(one, which, shown.peek(), frames.peek()))
    }
  })
}

const mayCut = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () =>
      editableSelection(editor).some((r) => trackOf(r) || r.kind === 'segment') ||
      'video:reason.no-track',
  )

const maySwap = (editor: Editor): true | string =>
  all(
    () => mayMerge(editor),
    () => tracksIn(editor).length === 2 || 'video:reason.two-tracks',
  )

export const trackCommands: readonly Command[] = [
  change('key', 'keyframe', ['K'], toggledKey, {
    enabled: mayToggleKey,
    active: (e) => {
      const frame = videoOf(e).shown.value
      const tracks = e.selected.value.flatMap((record) => trackOf(record) ?? [])
      return tracks.length > 0 && tracks.every((track) => isKeyAt(track, frame))
    },
  }),
  change('outside', 'logout', ['O'], toggledOutside, {
    enabled: mayEnd,
    active: (e) => {
      const tracks = e.selected.value.filter((record) => trackOf(record))
      return tracks.length > 0 && tracks.every((record) => stateIn(e, record) === null)
    },
  }),
  command(
    'occluded',
    'edit',
    (e) => {
      const isOn = tracksIn(e).every((record) => stateIn(e, record)?.occluded ?? true)
      changeTracks(e, 'video:edit.occluded', (track, frame) =>
        withOccludedFrom(track, frame, !isOn),
      )
    },
    {
      icon: 'layers-subtract',
      keys: ['Q'],
      enabled: isHere,
      active: (e) => e.selected.value.some((record) => stateIn(e, record)?.occluded ?? false),
    },
  ),
  change(
    'propagate',
    'copy-plus',
    ['Alt+P'],
    (track, frame) => propagated(track, frame, frame + FAR),
    {
      enabled: isHere,
    },
  ),
  command('split', 'edit', split, { icon: 'slice', keys: ['Alt+M'], enabled: mayEnd }),
  command('merge', 'edit', merge, { icon: 'link', keys: ['Shift+M'], enabled: mayMerge }),
  command('swap', 'edit', swap, { icon: 'arrows-exchange', keys: ['Alt+X'], enabled: maySwap }),
  command('begin', 'edit', (e) => cut(e, 'begin'), {
    icon: 'arrow-bar-right',
    keys: ['Alt+I'],
    enabled: mayCut,
  }),
  command('end', 'edit', (e) => cut(e, 'end'), {
    icon: 'arrow-bar-to-right',
    keys: ['Alt+O'],
    enabled: mayCut,
  }),
  command(
    'single',
    'draw',
    (e) => {
      const { single } = videoOf(e)
      single.value = !single.peek()
    },
    { icon: 'square', keys: ['Alt+1'], active: (e) => videoOf(e).single.value },
  ),
]
