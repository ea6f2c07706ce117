import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { distance, type Point2 } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { findLabel, type SkeletonTemplate } from '../../../core/schema'
import { editableSelection, hasEditable } from '../../../core/selection'
import { jointOf, placeOf, type Skeleton, skeleton, type Visibility } from '../../../kinds/skeleton'
import { completed, missingIn, swapped } from './template'

export const dataOf = (record: Annotation): Skeleton => record.data as Skeleton

export const templateOf = (editor: Editor, record: Annotation): SkeletonTemplate | undefined =>
  findLabel(editor.schema.value, record.label)?.skeleton

const skeletons = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter(({ kind }) => kind === skeleton.id)

interface Target {
  readonly record: Annotation
  readonly joint: string
}

/** The point under the pointer, else the nearest to it among the selected skeletons. */
function aimedAt(editor: Editor): Target | null {
  const records = skeletons(editor)
  const [id = '', handle = ''] = (editor.handle.peek() ?? '').split(/\/(.*)/s)
  const held = records.find((record) => record.id === id)
  const joint = jointOf(handle)
  if (held && joint !== null) return { record: held, joint }
  const pointer = editor.view.pointer.peek()
  if (!pointer) return null
  const at: Point2 = [pointer[0] ?? 0, pointer[1] ?? 0]
  const all = records.flatMap((record) =>
    Object.entries(dataOf(record).points).map(([name, place]) => ({
      record,
      joint: name,
      away: distance(placeOf(place), at),
    })),
  )
  return all.sort((a, b) => a.away - b.away)[0] ?? null
}

/** Seen, hidden, not labelled, seen. */
const NEXT: { readonly [visibility in Visibility]: Visibility } = { 2: 1, 1: 0, 0: 2 }

export function setVisibility(
  editor: Editor,
  id: string,
  joint: string,
  change: (now: Visibility) => Visibility,
): void {
  editor.edit('image:edit.visibility', (tx) =>
    tx.update(id, (record) => {
      const template = templateOf(editor, record)
      const { points } = template ? completed(template, dataOf(record)) : dataOf(record)
      const now = points[joint]
      if (!now) return record
      const next = { ...points, [joint]: [now[0], now[1], change(now[2])] }
      return withData(record, { points: next })
    }),
  )
}

function turnVisibility(editor: Editor): void {
  const target = aimedAt(editor)
  if (target) setVisibility(editor, target.record.id, target.joint, (now) => NEXT[now])
}

const mirrored = (editor: Editor) =>
  skeletons(editor).filter((record) => (templateOf(editor, record)?.mirror.length ?? 0) > 0)

const incomplete = (editor: Editor) =>
  skeletons(editor).filter((record) => {
    const template = templateOf(editor, record)
    return template !== undefined && missingIn(template, dataOf(record)).length > 0
  })

/** What the template makes of each of these skeletons. */
function reshape(
  editor: Editor,
  title: string,
  records: readonly Annotation[],
  make: (template: SkeletonTemplate, data: Skeleton) => Skeleton,
): void {
  editor.edit(title, (tx) => {
    for (const { id } of records) {
      tx.update(id, (record) => {
        const template = templateOf(editor, record)
        return template ? withData(record, make(template, dataOf(record))) : record
      })
    }
  })
}

const needs =
  (found: (editor: Editor) => readonly Annotation[], reason: string) =>
  (editor: Editor): true | string =>
    all(
      () => hasEditable(editor),
      () => skeletons(editor).length > 0 || 'image:reason.select-skeleton',
      () => found(editor).length > 0 || reason,
    )

export const skeletonCommands: readonly Command[] = [
  {
    id: 'skeleton.visibility',
    title: 'image:command.skeleton.visibility',
    group: 'edit',
    icon: 'eye',
    keys: ['V'],
    enabled: needs(skeletons, ''),
    run: turnVisibility,
  },
  {
    id: 'skeleton.swap',
    title: 'image:command.skeleton.swap',
    group: 'edit',
    icon: 'arrows-exchange',
    keys: ['Shift+V'],
    enabled: needs(mirrored, 'image:reason.no-mirror'),
    run: (editor) => reshape(editor, 'image:edit.swap-sides', mirrored(editor), swapped),
  },
  {
    id: 'skeleton.complete',
    title: 'image:command.skeleton.complete',
    group: 'edit',
    icon: 'circle-plus',
    enabled: needs(incomplete, 'image:reason.no-missing-points'),
    run: (editor) => reshape(editor, 'image:edit.add-points', incomplete(editor), completed),
  },
]
