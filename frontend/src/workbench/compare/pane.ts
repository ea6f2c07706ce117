/** A stage that shows and changes nothing. No React. */
import { attachBlobs, blobsOf } from '../../core/blobs'
import { Document } from '../../core/document'
import { Editor } from '../../core/editor'
import type { Annotation, Patch } from '../../core/patch'
import type { Stage } from '../../core/registry'
import type { LabelSchema } from '../../core/schema'
import { Scope } from '../../core/scope'
import type { Tool } from '../../core/tool'
import type { Session } from '../session/session'
import type { Comparing } from './comparing'
import { overId, SIDES, type Side, type Thing } from './things'

/** A press chooses a thing, a drag moves the view. */
const lookTool: Tool = {
  id: 'look',
  title: 'workbench:compare.look',
  icon: 'pointer',
  press: () => null,
  hover: (editor, p) => {
    const id = editor.picker.at(p)[0]?.id ?? null
    editor.hover.value = id
    return id ? 'pointer' : 'grab'
  },
  tap: (editor, p) =>
    editor.select(
      editor.picker
        .at(p)
        .slice(0, 1)
        .map(({ id }) => id),
    ),
}

export interface Pane {
  readonly editor: Editor
  readonly stage: Stage
}

interface Shown {
  readonly host: HTMLElement
  readonly schema: LabelSchema
  /** Reads signals. */
  records(): readonly Annotation[]
  /** The annotations of a thing in this pane. */
  idsOf(thing: Thing): readonly string[]
  onReady(): void
  onError(error: unknown): void
}

/** What turns one set of annotations into another. */
function between(from: ReadonlyMap<string, Annotation>, to: readonly Annotation[]): Patch {
  const next = new Map(to.map((one) => [one.id, one]))
  const gone = [...from.values()].filter(({ id }) => !next.has(id))
  const fresh = to.filter((one) => from.get(one.id) !== one)
  return [
    ...gone.map((one) => ({ id: one.id, before: one, after: null })),
    ...fresh.map((one) => ({ id: one.id, before: from.get(one.id) ?? null, after: one })),
  ]
}

function openPane(session: Session, shown: Shown, scope: Scope): Pane {
  const { modality, surroundings, bundle, editor: main } = session
  const work = new Document()
  const { extent } = main
  const { schema } = shown
  const editor = new Editor({
    work,
    kinds: modality.kinds,
    schema,
    extent,
    canWrite: 'workbench:reason.comparing',
  })
  attachBlobs(editor, blobsOf(main))
  modality.lookAlike?.(editor, main)
  editor.tool.value = lookTool
  const stage = modality.createStage(editor, {
    asset: { ...bundle.asset, ...extent },
    theme: surroundings.theme,
    language: surroundings.language,
    onReady: shown.onReady,
    onError: shown.onError,
  })
  stage.mount(shown.host)
  scope.add(() => stage.dispose())
  scope.effect(() => work.apply(between(work.records.peek(), shown.records()), 'server'))
  scope.effect(() => {
    for (const one of ['names', 'fills', 'minimap'] as const)
      editor.view[one].value = main.view[one].value
  })
  return { editor, stage }
}

/** What is chosen and under the pointer in a pane is so in the comparison, and the other way round. */
function follow({ editor }: Pane, { idsOf }: Shown, comparing: Comparing, scope: Scope): void {
  const keyOf = (id: string | undefined | null): string | null =>
    comparing.things.peek().find((thing) => id && idsOf(thing).includes(id))?.key ?? null
  scope.effect(() => {
    const [first] = editor.selection.value
    // Only the hand takes a thing away; a thing that is not in this pane leaves nothing chosen in it.
    if (first || editor.view.pointer.peek()) comparing.active.value = keyOf(first)
  })
  scope.effect(() => {
    const thing = comparing.current.value
    const ids = thing ? idsOf(thing) : []
    // Views along a body are of one: that of the right layer, with the other beside it.
    const record = thing && (thing.right ?? thing.left)
    editor.select(record && editor.kindOf(record)?.inSpace ? ids.slice(-1) : ids)
  })
  scope.effect(() => {
    const id = editor.hover.value
    if (editor.view.pointer.peek()) comparing.hovered.value = keyOf(id)
  })
  scope.effect(() => {
    const key = comparing.hovered.value
    const thing = comparing.things.peek().find((one) => one.key === key)
    const [first = null] = thing ? idsOf(thing) : []
    if (!editor.view.pointer.peek()) editor.hover.value = first
  })
}

/** Panes look at the same place, and the keys that zoom move all of them. */
function link(panes: readonly Pane[], session: Session, scope: Scope): void {
  for (const { stage } of panes) {
    scope.effect(() => {
      const place = stage.camera.place?.value
      for (const other of panes)
        if (place && other.stage !== stage) other.stage.camera.follow?.(place)
    })
  }
  const { camera, pointer } = session.editor.view
  const before = camera.peek()
  // What is chosen may be in one of them only.
  scope.effect(() => {
    const chosen = panes.find(({ editor }) => editor.selection.value.size > 0)
    camera.value = (chosen ?? panes[0])?.stage.camera ?? null
  })
  scope.add(() => {
    camera.value = before
    pointer.value = null
    if (panes[0]) session.modality.lookAlike?.(session.editor, panes[0].editor)
  })
  scope.effect(() => {
    const places = panes.map(({ editor }) => editor.view.pointer.value)
    const from = places.findIndex((at) => at !== null)
    pointer.value = places[from] ?? null
    const { comparing } = session
    const shown = panes[from]?.stage.camera
    // It goes with the view.
    shown?.place?.value
    const at = places[from] && shown?.onStage?.(places[from])
    comparing.pointed.value = at ? { from, x: at[0], y: at[1] } : null
  })
}

/** The difference that is looked at comes into view, with the other layer's shape dashed in this one. */
function reveal(panes: readonly Pane[], comparing: Comparing, scope: Scope): void {
  scope.effect(() => {
    const thing = comparing.current.value
    const [pane] = panes
    const record = thing && (thing.left ?? thing.right)
    const bounds = record && pane?.editor.kindOf(record)?.bounds(record.data)
    if (bounds) pane?.stage.camera.reveal(bounds)
  })
}

export interface Opened {
  readonly hosts: readonly HTMLElement[]
  readonly schema: LabelSchema
  onReady(): void
}

/** One pane with both layers, or one for each: as many as there are places for. */
export function openPanes(
  session: Session,
  { hosts, schema, onReady }: Opened,
  overlaid: () => readonly Annotation[],
): { readonly panes: readonly Pane[]; close(): void } {
  const { comparing } = session
  const scope = new Scope()
  const isOver = hosts.length === 1
  const panes = hosts.map((host, at) => {
    const side: Side = SIDES[at] ?? 'left'
    const shown: Shown = {
      host,
      schema,
      records: isOver
        ? overlaid
        : () => comparing.shown.value.flatMap((thing) => thing[side] ?? []),
      idsOf: (thing) =>
        isOver
          ? SIDES.flatMap((one) => (thing[one] ? [overId(one, thing[one].id)] : []))
          : [thing[side]?.id ?? []].flat(),
      onReady,
      onError: (error) => {
        comparing.error.value = error
      },
    }
    const pane = openPane(session, shown, scope)
    follow(pane, shown, comparing, scope)
    if (!isOver) ghost(pane, side, comparing, scope)
    return pane
  })
  link(panes, session, scope)
  reveal(panes, comparing, scope)
  return { panes, close: () => scope.dispose() }
}

/** The thing that is looked at as the other layer has it, dashed. */
function ghost({ editor }: Pane, side: Side, comparing: Comparing, scope: Scope): void {
  scope.effect(() => {
    const thing = comparing.current.value
    const other = thing?.[side === 'left' ? 'right' : 'left']
    editor.view.ghosts.value = thing?.what && other ? [other] : []
  })
}
