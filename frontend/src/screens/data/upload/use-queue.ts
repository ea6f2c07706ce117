import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { queueOf, totalsOf } from './queue'

/** The uploads of a project and what they add up to; leaving the page while they run asks first. */
export function useQueue(project: string) {
  const queue = queueOf(project)
  const items = useSyncExternalStore(queue.subscribe, queue.snapshot)
  const totals = useMemo(() => totalsOf(items), [items])
  const isBusy = totals.done + totals.failed < totals.files
  useEffect(() => {
    if (!isBusy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isBusy])
  return { queue, items, totals, isBusy }
}
