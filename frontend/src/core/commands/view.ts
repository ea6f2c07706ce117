import type { Signal } from '@preact/signals-core'
import { type Command, defineCommand } from '../command'
import type { Editor } from '../editor'
import { boundsOfRecords, hasSelection } from '../selection'
import type { CameraControl, ViewState } from '../view'

const ids = (editor: Editor): readonly string[] => [...editor.selection.value]

/** Add the ids to the set, or take them out when all of them are in it. */
function toggleAll(set: Signal<ReadonlySet<string>>, some: readonly string[]): void {
  const next = new Set(set.peek())
  const areIn = some.every((id) => next.has(id))
  for (const id of some) {
    if (areIn) next.delete(id)
    else next.add(id)
  }
  set.value = next
}

function hideOthers(editor: Editor): void {
  const kept = editor.selection.peek()
  const others = [...editor.work.records.peek().keys(), ...editor.offered.peek().keys()]
  editor.view.hidden.value = new Set(others.filter((id) => !kept.has(id)))
}

function showAll(editor: Editor): void {
  editor.view.hidden.value = new Set()
  editor.view.hiddenLabels.value = new Set()
}

function hideAll(editor: Editor): void {
  const everything = [...editor.work.records.peek().keys(), ...editor.offered.peek().keys()]
  toggleAll(editor.view.hidden, everything)
}

const isAnyHidden = ({ view }: Editor) =>
  view.hidden.value.size + view.hiddenLabels.value.size > 0 || 'nothing-hidden'

type Switch = 'names' | 'fills' | 'minimap' | 'crosshair' | 'keepDrawing'

const toggle = (id: string, name: Switch, icon: string, key: string) => {
  const of = (view: ViewState): Signal<boolean> => view[name]
  return defineCommand(
    id,
    name === 'keepDrawing' ? 'draw' : 'view',
    ({ view }) => {
      of(view).value = !of(view).peek()
    },
    { icon, keys: [key], active: ({ view }) => of(view).value },
  )
}

const hasCamera = ({ view }: Editor) => view.camera.value !== null || 'no-stage'

const zoom = (
  id: string,
  icon: string,
  keys: readonly string[],
  run: (camera: CameraControl) => void,
) =>
  defineCommand(
    `zoom.${id}`,
    'zoom',
    ({ view }) => {
      const camera = view.camera.peek()
      if (camera) run(camera)
    },
    { icon, keys, enabled: hasCamera },
  )

/** One press of a zoom key. */
const STEP = 1.4

function zoomToSelection(editor: Editor): void {
  const bounds = boundsOfRecords(editor, editor.selected.peek())
  const camera = editor.view.camera.peek()
  if (bounds) camera?.zoomTo(bounds)
  else camera?.zoomToSelection?.()
}

export const viewCommands: readonly Command[] = [
  defineCommand('view.hide', 'view', (e) => toggleAll(e.view.hidden, ids(e)), {
    icon: 'eye-off',
    keys: ['H'],
    enabled: hasSelection,
    active: (e) => ids(e).length > 0 && ids(e).every((id) => e.view.hidden.value.has(id)),
  }),
  defineCommand('view.hide-others', 'view', hideOthers, {
    icon: 'focus-2',
    keys: ['Shift+H'],
    enabled: hasSelection,
  }),
  defineCommand('view.hide-all', 'view', hideAll, { icon: 'eye-closed', keys: ['Ctrl+H'] }),
  defineCommand('view.show-all', 'view', showAll, {
    icon: 'eye',
    keys: ['Alt+H'],
    enabled: isAnyHidden,
  }),
  defineCommand('view.lock', 'view', (e) => toggleAll(e.view.locked, ids(e)), {
    icon: 'lock',
    keys: ['L'],
    enabled: hasSelection,
    active: (e) => ids(e).length > 0 && ids(e).every((id) => e.view.locked.value.has(id)),
  }),
  defineCommand(
    'view.lock-all',
    'view',
    (e) => toggleAll(e.view.locked, [...e.work.records.peek().keys()]),
    { icon: 'lock-square', keys: ['Shift+L'] },
  ),
  toggle('view.names', 'names', 'tag', 'Alt+N'),
  toggle('view.fills', 'fills', 'color-filter', 'Alt+F'),
  toggle('view.minimap', 'minimap', 'map-2', 'Alt+M'),
  toggle('view.crosshair', 'crosshair', 'crosshair', 'Alt+C'),
  toggle('draw.keep', 'keepDrawing', 'repeat', 'Alt+K'),
  zoom('in', 'zoom-in', ['Ctrl++', 'Ctrl+='], (camera) => camera.zoomBy(STEP)),
  zoom('out', 'zoom-out', ['Ctrl+-'], (camera) => camera.zoomBy(1 / STEP)),
  zoom('fit', 'arrows-maximize', ['Shift+1', 'Ctrl+0'], (camera) => camera.fit()),
  zoom('actual', 'aspect-ratio', ['Shift+2'], (camera) => camera.actualSize()),
  defineCommand('zoom.selection', 'zoom', zoomToSelection, {
    icon: 'zoom-scan',
    keys: ['Shift+3', 'Z'],
    enabled: hasSelection,
  }),
]
