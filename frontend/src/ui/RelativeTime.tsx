import { useEffect, useState } from 'react'
import { useFormats } from './format'
import { Tip } from './Tip'

const MINUTE = 60_000

// One clock for every time on the screen, which rests while there is none.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function onMinute(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, MINUTE / 2)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** "3 minutes ago", kept current; the exact time under the pointer. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  const formats = useFormats()
  const [, tick] = useState(0)
  useEffect(() => onMinute(() => tick((count) => count + 1)), [])
  if (!at) return <span style={{ color: 'var(--gw-text-3)' }}>–</span>
  return (
    <Tip label={formats.dateTime(at)}>
      <time dateTime={at}>{formats.relative(at)}</time>
    </Tip>
  )
}
