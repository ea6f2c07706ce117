/** Tasks that are there, or on their way, before the workbench is: it needs nothing of the workbench itself. */
import type { Bundle } from '../types'
import { ask } from './ask'

/** What its stage shows first begins to come while the page is being built. */
async function beginAhead({ task, asset }: Bundle): Promise<void> {
  try {
    const { loadModality } = await import('../../core/registry')
    const modality = await loadModality(task.project.modality)
    modality.ahead?.({ ...asset, width: asset.width ?? 0, height: asset.height ?? 0 })
  } catch {
    // What went wrong is told when the task is opened.
  }
}

let ahead: { readonly task: string; readonly bundle: Promise<Bundle> } | null = null

/** Keep what came with a claimed task for the load that follows at once. */
export function keepAhead(bundle: Bundle): void {
  ahead = { task: bundle.task.id, bundle: Promise.resolve(bundle) }
  void beginAhead(bundle)
}

const bundleOf = (task: string) => ask<Bundle>('get', `/api/v1/tasks/${task}/workbench`)

/** Ask for a task whose page is still being fetched. */
export function loadAhead(task: string): void {
  if (ahead?.task === task) return
  ahead = { task, bundle: bundleOf(task) }
  // What went wrong is told to the load that follows.
  ahead.bundle.then(beginAhead, () => undefined)
}

export function load(task: string): Promise<Bundle> {
  const kept = ahead
  ahead = null
  return kept?.task === task ? kept.bundle : bundleOf(task)
}
