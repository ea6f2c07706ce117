import { type Signal, signal } from '@preact/signals-core'
import { type Command, commandsIn } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { pictureOf } from '../masks/picture'
import type { Depth } from './pyramid'
import { TiledPicture } from './tiled_picture'
import { dragged, firstWindow, type Window, wholeWindow } from './window'

/** Share of the values at either end that an automatic window leaves out. */
const SHARE = 0.005
/** Pixels of the screen of a drag that double the width twice, or move the level by the width. */
const REACH = 300
/** Of the pointer, in pixels of the screen: the stage's own. */
const TOLERANCE = 6

const windows = new WeakMap<Editor, Signal<Window | null>>()

/** The window that a person has chosen; null while it is the picture's own. */
export function windowOf(editor: Editor): Signal<Window | null> {
  const known = windows.get(editor)
  if (known) return known
  const made = signal<Window | null>(null)
  windows.set(editor, made)
  return made
}

/** What a person chose last, in values of the file: the next picture of more than eight bits begins with it. */
const carried = signal<Window | null>(null)

/** Choose a window, for this picture and those that follow. */
export function choose(editor: Editor, window: Window): void {
  const depth = depthOf(editor)
  if (!depth) return
  const { offset, slope } = depth
  windowOf(editor).value = window
  carried.value = {
    low: offset + slope * window.low,
    high: offset + slope * window.high,
    inverted: window.inverted,
  }
}

/** A window in values of the file as one in stored values. */
export const stored = ({ offset, slope }: Depth, { low, high, inverted }: Window): Window => ({
  low: (low - offset) / slope,
  high: (high - offset) / slope,
  inverted,
})

const tiledOf = (editor: Editor): TiledPicture | null => {
  const picture = pictureOf(editor).value
  return picture instanceof TiledPicture ? picture : null
}

/** What is known of the values on the stage, where they are more than eight bits. Reads signals. */
export const depthOf = (editor: Editor): Depth | null => tiledOf(editor)?.pyramid.depth ?? null

/** The window that is shown. Reads signals. */
export function shownWindow(editor: Editor): Window | null {
  const depth = depthOf(editor)
  if (!depth) return null
  const last = carried.value && stored(depth, carried.value)
  return windowOf(editor).value ?? last ?? firstWindow(depth)
}

const isDeep = (editor: Editor): true | string =>
  depthOf(editor) !== null || 'image:reason.not-deep'

export const autoWindow = (editor: Editor): void => {
  const found = tiledOf(editor)?.windowInView(SHARE)
  const now = shownWindow(editor)
  if (!found || !now) return
  windowOf(editor).value = { ...found, inverted: now.inverted }
  carried.value = null
}

export const showWhole = (editor: Editor): void => {
  const [depth, now] = [depthOf(editor), shownWindow(editor)]
  if (depth && now) choose(editor, wholeWindow(depth, now.inverted))
}

export const invert = (editor: Editor): void => {
  const now = shownWindow(editor)
  if (now) choose(editor, { ...now, inverted: !now.inverted })
}

const define = commandsIn('image')

export const windowCommands: readonly Command[] = [
  define('window.auto', 'view', autoWindow, {
    keys: ['Alt+Shift+C'],
    enabled: isDeep,
    icon: 'wand',
  }),
  define('window.whole', 'view', showWhole, {
    keys: ['Alt+Shift+B'],
    enabled: isDeep,
    icon: 'arrows-horizontal',
  }),
  define('window.invert', 'view', invert, {
    keys: ['Alt+Shift+V'],
    icon: 'contrast-2-filled',
    enabled: isDeep,
    active: (editor) => shownWindow(editor)?.inverted ?? false,
  }),
]

/** To the right for more contrast between fewer values, up for brighter: the way of radiology stations. */
class Drag implements Gesture {
  readonly #editor: Editor
  readonly #from: Pointer
  readonly #window: Window

  constructor(editor: Editor, from: Pointer, window: Window) {
    this.#editor = editor
    this.#from = from
    this.#window = window
  }

  move(p: Pointer): void {
    const [x, y] = point2(p.at)
    const [fx, fy] = point2(this.#from.at)
    const k = TOLERANCE / p.tolerance / REACH
    choose(this.#editor, dragged(this.#window, (x - fx) * k, (fy - y) * k))
  }

  release(): Progress {
    return 'done'
  }

  cancel(): void {
    choose(this.#editor, this.#window)
  }
}

export const windowTool: Tool = {
  id: 'window',
  title: 'image:tool.window',
  icon: 'contrast-2',
  keys: ['Shift+Z'],
  cursor: 'move',
  offered: (editor) => depthOf(editor) !== null,
  press: (editor, p) => {
    const now = shownWindow(editor)
    return now && new Drag(editor, p, now)
  },
}
