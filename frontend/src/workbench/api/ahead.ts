/** Tasks that are there, or on their way, before the workbench is: it needs nothing of the workbench itself. */
import type { Bundle } from '../types'
import { ask } from './ask'

/** What is to be seen of a task until its stage is there. */
export interface FirstLook {
  readonly picture: ImageBitmap
  /** Something stands below the stage, or beside it in the sequence. */
  readonly hasBelow: boolean
  readonly hasStrip: boolean
}

/** What its stage shows first begins to come while the page is being built. */
async function beginAhead({ task, asset, neighbours }: Bundle): Promise<FirstLook | null> {
  try {
    const { loadModality } = await import('../../core/registry')
    const modality = await loadModality(task.project.modality)
    const [width, height] = [asset.width ?? 0, asset.height ?? 0]
    const picture = await modality.ahead?.({ ...asset, width, height })
    const hasStrip = (neighbours?.length ?? 0) > 1
    return picture ? { picture, hasBelow: modality.beside !== undefined, hasStrip } : null
  } catch {
    // What went wrong is told when the task is opened.
    return null
  }
}

let look: { readonly task: string; readonly first: Promise<FirstLook | null> } | null = null

/** The first look at a task that was begun ahead; null where there is nothing to be seen before its stage. */
export async function firstLook(task: string): Promise<FirstLook | null> {
  const kept = look
  look = null
  return kept?.task === task ? kept.first : null
}

let ahead: { readonly task: string; readonly bundle: Promise<Bundle> } | null = null

/** Keep what came with a claimed task for the load that follows at once. */
export function keepAhead(bundle: Bundle): void {
  ahead = { task: bundle.task.id, bundle: Promise.resolve(bundle) }
  look = { task: bundle.task.id, first: beginAhead(bundle) }
}

const bundleOf = (task: string) => ask<Bundle>('get', `/api/v1/tasks/${task}/workbench`)

/** Ask for a task whose page is still being fetched. */
export function loadAhead(task: string): void {
  if (ahead?.task === task) return
  ahead = { task, bundle: bundleOf(task) }
  // What went wrong is told to the load that follows.
  look = { task, first: ahead.bundle.then(beginAhead, () => null) }
}

export function load(task: string): Promise<Bundle> {
  const kept = ahead
  ahead = null
  return kept?.task === task ? kept.bundle : bundleOf(task)
}
