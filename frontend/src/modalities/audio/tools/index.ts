import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { allows, madeIn, put } from '../edits'
import { choose, seek } from '../listening'
import { audioOf } from '../state'
import { DragEdge, DragItem, DrawSegment } from './gestures'
import { type Hit, hitAt } from './hit'
import { onTimeline, sampleOf, type TimePointer } from './pointer'

function toggle(editor: Editor, id: string): void {
  const next = new Set(editor.selection.peek())
  if (!next.delete(id)) next.add(id)
  editor.select(next)
}

function pressHit(editor: Editor, p: TimePointer, { item, part }: Hit): Gesture | null {
  const { id } = item.record
  const audio = audioOf(editor)
  if (p.shift) {
    toggle(editor, id)
    return null
  }
  const isNew = !editor.selection.peek().has(id)
  editor.select([id])
  if (p.lane) audio.lane.value = p.lane.key
  if ((p.clicks ?? 1) > 1) {
    audio.write(id)
    return null
  }
  if (editor.editable(id) !== true) return null
  if (part !== 'body') return new DragEdge(editor, p, item, part)
  // The first click is to hear what it is, the next one goes to a place in it.
  const isHeard = isNew && audio.autoplay.peek()
  return new DragItem(editor, p, item, () =>
    isHeard ? choose(editor, item) : seek(audio, sampleOf(p)),
  )
}

/** A moment where the pointer is, in a lane whose label allows one; whether it was put. */
function putMoment(editor: Editor, p: TimePointer): boolean {
  if (!p.lane || !allows(editor, p.lane, 'time_point')) return false
  put(editor, madeIn(editor, p.lane, Math.round(sampleOf(p))))
  return true
}

function draw(editor: Editor, p: TimePointer): Gesture | null {
  const audio = audioOf(editor)
  const here = () => {
    editor.select([])
    seek(audio, sampleOf(p))
  }
  const { lane } = p
  if (lane) audio.lane.value = lane.key
  if (!lane || editor.canWrite.peek() !== true || !allows(editor, lane, 'segment')) {
    here()
    return null
  }
  return new DrawSegment(editor, p, lane, here)
}

/** Over the sound a press is where to listen; in a lane it takes hold of what is there, or draws. */
function press(editor: Editor, at: Pointer): Gesture | null {
  const p = onTimeline(at)
  if (!p) return null
  const hit = hitAt(editor, p)
  if (hit) return pressHit(editor, p, hit)
  if (p.zone === 'lanes') {
    const isPut = (p.clicks ?? 1) > 1 && putMoment(editor, p)
    return isPut ? null : draw(editor, p)
  }
  seek(audioOf(editor), sampleOf(p))
  return null
}

function hover(editor: Editor, at: Pointer): string | undefined {
  const p = onTimeline(at)
  const hit = p && hitAt(editor, p)
  editor.hover.value = hit?.item.record.id ?? null
  if (!hit) return p?.zone === 'lanes' ? 'crosshair' : 'text'
  if (editor.editable(hit.item.record.id) !== true) return 'not-allowed'
  return hit.part === 'body' ? 'pointer' : 'ew-resize'
}

export const selectTool: Tool = {
  id: 'select',
  title: 'audio:tool.select',
  icon: 'pointer',
  keys: ['S'],
  press,
  hover,
}

/** Draws wherever it is pressed, over the sound and inside other segments too. */
export const segmentTool: Tool = {
  id: 'segment',
  title: 'audio:tool.segment',
  icon: 'rectangle',
  keys: ['W'],
  kind: 'segment',
  cursor: 'crosshair',
  press: (editor, at) => {
    const p = onTimeline(at)
    return p && draw(editor, p)
  },
}

export const momentTool: Tool = {
  id: 'time_point',
  title: 'audio:tool.time-point',
  icon: 'point',
  keys: ['P'],
  kind: 'time_point',
  cursor: 'crosshair',
  press: (editor, at) => {
    const p = onTimeline(at)
    if (p) putMoment(editor, p)
    return null
  },
}

export const audioTools: readonly Tool[] = [selectTool, segmentTool, momentTool]
