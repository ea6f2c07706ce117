import { useCallback, useState } from 'react'
import type { Visibility } from './column'

function read(key: string): Visibility {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Visibility
  } catch {
    return {}
  }
}

/** Which columns a person wants to see in the table of this name, on this machine. */
export function useVisibility(name: string): [Visibility, (id: string, shown: boolean) => void] {
  const key = `groundwork.columns.${name}`
  const [chosen, setChosen] = useState(() => read(key))
  const set = useCallback(
    (id: string, shown: boolean) => {
      setChosen((before) => {
        const after = { ...before, [id]: shown }
        try {
          localStorage.setItem(key, JSON.stringify(after))
        } catch {
          // The choice then lasts as long as the page.
        }
        return after
      })
    },
    [key],
  )
  return [chosen, set]
}
