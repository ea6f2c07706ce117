import { computed, type ReadonlySignal } from '@preact/signals-core'
import { useCallback, useMemo, useSyncExternalStore } from 'react'

/** The value of a signal; the component is drawn again when it changes. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const subscribe = useCallback(
    (changed: () => void) => {
      let first = true
      return source.subscribe(() => {
        if (!first) changed()
        first = false
      })
    },
    [source],
  )
  return useSyncExternalStore(subscribe, () => source.peek())
}

/** What a function makes of signals; drawn again when the result changes. */
export function useComputed<T>(compute: () => T, inputs: readonly unknown[]): T {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller lists what the function closes over
  const source = useMemo(() => computed(compute), inputs)
  return useValue(source)
}
