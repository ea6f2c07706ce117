import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { mask } from '../../../kinds/mask'
import { canCombine, combine } from '../polygons/combine'
import { simplifying } from '../polygons/simplify'
import { hasMasks, join, separate, tidy } from './arrange'
import { CONVERSIONS, canConvert, convert } from './convert'
import { canTighten, tighten } from './cut'
import { maskSettings, overlapIn, overlapsIn, resize } from './settings'

const paints = (editor: Editor): true | string =>
  editor.tool.value?.kind === mask.id || 'image:reason.mask-tool'

const sizes = (editor: Editor): true | string =>
  simplifying(editor.gesture) !== null || paints(editor)

/** The brush, or how much an outline is simplified. */
function size(editor: Editor, steps: number): void {
  const simpler = simplifying(editor.gesture)
  if (simpler) simpler.step(steps)
  else resize(maskSettings.size, steps)
}

function canJoin(editor: Editor): true | string {
  const masks = hasMasks(editor, 2)
  const polygons = canCombine(editor, 'unite')
  return masks === true || polygons === true || 'image:reason.select-to-join'
}

function joinAll(editor: Editor): void {
  if (hasMasks(editor, 2) === true) join(editor)
  else combine(editor, 'unite')
}

function nextOverlap(editor: Editor): void {
  const choices = overlapsIn(editor)
  const next = choices[(choices.indexOf(overlapIn(editor)) + 1) % choices.length]
  if (next) maskSettings.overlap.value = next
}

/** Brush sizes, and what is done with whole masks. */
export const maskCommands: readonly Command[] = [
  {
    id: 'mask.smaller',
    title: 'image:command.mask.smaller',
    group: 'draw',
    icon: 'minus',
    keys: ['['],
    enabled: sizes,
    run: (editor) => size(editor, -1),
  },
  {
    id: 'mask.larger',
    title: 'image:command.mask.larger',
    group: 'draw',
    icon: 'plus',
    keys: [']'],
    enabled: sizes,
    run: (editor) => size(editor, 1),
  },
  {
    id: 'mask.overlap',
    title: 'image:command.mask.overlap',
    group: 'draw',
    icon: 'layers-subtract',
    keys: ['Shift+O'],
    enabled: paints,
    run: nextOverlap,
  },
  {
    id: 'mask.join',
    title: 'image:command.mask.join',
    group: 'edit',
    icon: 'layers-union',
    keys: ['J'],
    enabled: canJoin,
    run: joinAll,
  },
  {
    id: 'mask.separate',
    title: 'image:command.mask.separate',
    group: 'edit',
    icon: 'cut',
    enabled: (editor) => hasMasks(editor),
    run: separate,
  },
  {
    id: 'mask.tidy',
    title: 'image:command.mask.tidy',
    group: 'edit',
    icon: 'grain',
    keys: ['Shift+C'],
    enabled: (editor) => hasMasks(editor),
    run: tidy,
  },
  {
    id: 'box.tighten',
    title: 'image:command.box.tighten',
    group: 'edit',
    icon: 'arrows-minimize',
    keys: ['Shift+T'],
    enabled: canTighten,
    run: (editor) => void tighten(editor),
  },
  ...CONVERSIONS.map(
    (conversion): Command => ({
      id: `convert.${conversion.to}`,
      title: `image:command.convert.${conversion.to}`,
      group: 'edit',
      icon: conversion.icon,
      enabled: (editor) => canConvert(editor, conversion),
      run: (editor) => convert(editor, conversion),
    }),
  ),
]
