import { type DragEvent, useState } from 'react'

/** Props that make the rows of a list draggable: `{...reorder(index)}`; `move(from, to)` hears of the drop. */
export function useReorder(move: (from: number, to: number) => void) {
  const [from, setFrom] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const end = () => {
    setFrom(null)
    setOver(null)
  }
  return (at: number) => ({
    draggable: true,
    'data-dragged': from === at || undefined,
    'data-over':
      over === at && from !== at ? (from !== null && from < at ? 'after' : 'before') : undefined,
    onDragStart: (event: DragEvent) => {
      event.stopPropagation()
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', String(at))
      setFrom(at)
    },
    onDragOver: (event: DragEvent) => {
      if (from === null) return
      event.preventDefault()
      event.stopPropagation()
      setOver(at)
    },
    onDrop: (event: DragEvent) => {
      if (from === null) return
      event.preventDefault()
      event.stopPropagation()
      if (from !== at) move(from, at)
      end()
    },
    onDragEnd: end,
  })
}
