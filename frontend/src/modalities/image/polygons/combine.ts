import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { idBeside, newId } from '../../../core/ids'
import { withData } from '../../../core/kind'
import { inherit } from '../../../core/orphans'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import type { Transaction } from '../../../core/transaction'
import { bitmapOf } from '../../../kinds/mask'
import { holesOf } from '../../../kinds/parts/pieces'
import { type Polygon, polygon } from '../../../kinds/polygon'
import { coveredMasks, fillHoles, selectedMasks, yieldPixels } from '../masks/arrange'
import { dataOf } from '../masks/neighbours'
import { type Combination, combined } from './areas'

const shapeOf = ({ data }: Annotation): Polygon => data as Polygon

/** Selected polygons that may be changed, in the order in which they were selected. */
export const selectedPolygons = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter(({ kind }) => kind === polygon.id)

interface Outcome {
  /** The one that stays; the others become part of it, or leave what they cover of it. */
  readonly target: Annotation
  readonly others: readonly Annotation[]
  readonly parts: readonly Polygon[]
}

function tried(how: Combination, target: Annotation, all: readonly Annotation[]): Outcome | null {
  const others = all.filter((one) => one !== target)
  const parts = combined(how, shapeOf(target), others.map(shapeOf))
  return parts.length > 0 ? { target, others, parts } : null
}

/** The first selected polygon stays; where nothing of it would be left, the largest. */
function outcomeOf(how: Combination, all: readonly Annotation[]): Outcome | null {
  const [first] = all
  const [largest] = all.toSorted((a, b) => polygon.area(shapeOf(b)) - polygon.area(shapeOf(a)))
  if (!first || !largest || all.length < 2) return null
  return tried(how, first, all) ?? tried(how, largest, all)
}

/** The polygon becomes these parts; the first keeps its id, several are a group. */
function becomes(tx: Transaction, record: Annotation, parts: readonly Polygon[]): string[] {
  const [largest, ...rest] = parts
  const group = record.group ?? (rest.length > 0 ? newId() : null)
  tx.update(record.id, (r) => ({ ...withData(r, largest), group }))
  const made = rest.map((data) => ({ ...record, id: idBeside(record.id), data, group }))
  for (const one of made) tx.put(one)
  return [record.id, ...made.map(({ id }) => id)]
}

export function combine(editor: Editor, how: Combination): void {
  const outcome = outcomeOf(how, selectedPolygons(editor))
  if (!outcome) return
  const { target, others, parts } = outcome
  let selected: readonly string[] = []
  editor.edit(`image:edit.${how}`, (tx) => {
    selected = becomes(tx, target, parts)
    for (const { id } of others) tx.remove(id)
    inherit(tx, editor.kinds, new Set(others.map(({ id }) => id)), target.id)
  })
  editor.select(selected)
}

/** Whether the selected polygons can be put together like this, or why not. */
export function canCombine(editor: Editor, how: Combination): true | string {
  const editable = hasEditable(editor)
  if (editable !== true) return editable
  const all = selectedPolygons(editor)
  if (all.length < 2) return 'image:reason.select-polygons'
  return how === 'unite' || outcomeOf(how, all) !== null || 'image:reason.nothing-left'
}

interface Covered {
  readonly target: Annotation
  readonly by: readonly Annotation[]
}

/** The selected polygons that others overlap, and those others. */
function overlapped(editor: Editor): readonly Covered[] {
  const selected = selectedPolygons(editor)
  return selected.flatMap((target) => {
    const bounds = polygon.bounds(shapeOf(target))
    const others = bounds ? editor.picker.touching(bounds) : []
    const by = others.filter(
      (one) =>
        one.kind === polygon.id &&
        !selected.includes(one) &&
        combined('intersect', shapeOf(target), [shapeOf(one)]).length > 0,
    )
    return by.length > 0 ? [{ target, by }] : []
  })
}

const freed = (all: readonly Covered[]): readonly Outcome[] =>
  all.flatMap(({ target, by }) => tried('subtract', target, [target, ...by]) ?? [])

/** What is selected leaves its neighbours what those cover: they then only share a border. */
function giveWay(editor: Editor): void {
  if (coveredMasks(editor).length > 0) yieldPixels(editor)
  if (overlapped(editor).length > 0) polygonsGiveWay(editor)
}

function polygonsGiveWay(editor: Editor): void {
  const outcomes = freed(overlapped(editor))
  const selected = new Set(editor.selection.peek())
  editor.edit('image:edit.give-way', (tx) => {
    for (const { target, parts } of outcomes) {
      for (const id of becomes(tx, target, parts)) selected.add(id)
    }
  })
  editor.select(selected)
}

function canGiveWay(editor: Editor): true | string {
  const editable = hasEditable(editor)
  if (editable !== true) return editable
  if (coveredMasks(editor).length > 0) return true
  if (selectedPolygons(editor).length + selectedMasks(editor).length === 0) {
    return 'image:reason.select-area'
  }
  const covered = overlapped(editor)
  if (covered.length === 0) return 'image:reason.no-overlap'
  return freed(covered).length > 0 || 'image:reason.nothing-left'
}

const withHoles = (editor: Editor) =>
  selectedPolygons(editor).filter((record) => shapeOf(record).holes.length > 0)

const maskWithHoles = (editor: Editor) =>
  selectedMasks(editor).some((record) => holesOf(bitmapOf(dataOf(record))).length > 0)

function fill(editor: Editor): void {
  if (maskWithHoles(editor)) fillHoles(editor)
  if (withHoles(editor).length > 0) fillPolygons(editor)
}

function fillPolygons(editor: Editor): void {
  editor.edit('image:edit.fill-holes', (tx) => {
    for (const { id } of withHoles(editor)) {
      tx.update(id, (r) => withData(r, { points: shapeOf(r).points, holes: [] }))
    }
  })
}

/** Polygons put together and taken apart, and their holes: one is drawn as a polygon of its own and subtracted. */
export const combineCommands: readonly Command[] = [
  {
    id: 'polygon.subtract',
    title: 'image:command.polygon.subtract',
    group: 'edit',
    icon: 'layers-subtract',
    keys: ['Ctrl+J'],
    enabled: (e) => canCombine(e, 'subtract'),
    run: (e) => combine(e, 'subtract'),
  },
  {
    id: 'polygon.intersect',
    title: 'image:command.polygon.intersect',
    group: 'edit',
    icon: 'layers-intersect',
    keys: ['Ctrl+Alt+J'],
    enabled: (e) => canCombine(e, 'intersect'),
    run: (e) => combine(e, 'intersect'),
  },
  {
    id: 'polygon.give-way',
    title: 'image:command.polygon.give-way',
    group: 'edit',
    icon: 'layers-difference',
    keys: ['Alt+Shift+J'],
    enabled: canGiveWay,
    run: giveWay,
  },
  {
    id: 'hole.fill',
    title: 'image:command.hole.fill',
    group: 'edit',
    icon: 'layers-union',
    keys: ['Shift+J'],
    enabled: (e) =>
      hasEditable(e) === true
        ? withHoles(e).length > 0 || maskWithHoles(e) || 'image:reason.no-holes'
        : hasEditable(e),
    run: fill,
  },
]
