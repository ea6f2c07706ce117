/** Tracks as another kind: a track is of one kind from its first frame to its last, so each of its keyframes is. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { findLabel } from '../../../core/schema'
import { editableSelection, hasEditable } from '../../../core/selection'
import type { Keyframe, Track } from '../../../kinds'
import { CONVERSIONS, type Conversion } from '../../image/masks/convert'
import { trackOf } from '../frames/shapes'
import { videoOf } from '../state'

/** Selected tracks of which this kind can be made, and whose label allows it. */
function convertible(editor: Editor, { to, from }: Conversion): readonly Annotation[] {
  return editableSelection(editor).filter((record) => {
    const label = findLabel(editor.schema.value, record.label)
    return from.includes(trackOf(record)?.of ?? '') && label?.kinds.includes(to)
  })
}

const mayConvert = (editor: Editor, conversion: Conversion): true | string =>
  all(
    () => hasEditable(editor),
    () => convertible(editor, conversion).length > 0 || 'image:reason.cannot-convert',
  )

/** The whole track; null where a keyframe of it makes nothing of that kind. */
function converted(
  editor: Editor,
  record: Annotation,
  track: Track,
  { to, convert }: Conversion,
): Track | null {
  const { inFrame } = videoOf(editor)
  const keyframes = track.keyframes.flatMap((key): Keyframe[] => {
    const [data] = convert({ ...record, kind: track.of, data: key.data }, inFrame)
    return data === undefined ? [] : [{ ...key, data }]
  })
  return keyframes.length === track.keyframes.length ? { of: to, keyframes } : null
}

function convertAll(editor: Editor, conversion: Conversion): void {
  editor.edit(`image:edit.to-${conversion.to}`, (tx) => {
    for (const record of convertible(editor, conversion)) {
      const track = trackOf(record)
      const next = track && converted(editor, record, track, conversion)
      if (next) tx.update(record.id, (one) => withData(one, next))
    }
  })
}

export const convertCommands = CONVERSIONS.map(
  (conversion): Command => ({
    id: `convert.${conversion.to}`,
    title: `image:command.convert.${conversion.to}`,
    group: 'edit',
    icon: conversion.icon,
    enabled: (editor) => mayConvert(editor, conversion),
    run: (editor) => convertAll(editor, conversion),
  }),
)
