/** How many tiles of at least `least` pixels fit beside each other, and how wide they become. */
export function layout(
  width: number,
  least: number,
  gap: number,
): { readonly columns: number; readonly tile: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)))
  return { columns, tile: Math.max(least, (width - gap * (columns - 1)) / columns) }
}

/** Where an arrow key leads from tile `at` (-1 for none); null when the key is not ours. */
export function gridStep(key: string, at: number, count: number, columns: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at < 0 ? 0 : at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  }
  const to = steps[key]
  if (to === undefined || count === 0) return null
  const isVertical = key === 'ArrowDown' || key === 'ArrowUp'
  if (isVertical && (to < 0 || to >= count)) return Math.max(0, at)
  return Math.max(0, Math.min(count - 1, to))
}
