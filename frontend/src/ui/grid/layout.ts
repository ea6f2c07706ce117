/** How many tiles of at least `least` pixels fit beside each other, and how wide they become. */
export function layout(
  width: number,
  least: number,
  gap: number,
): { readonly columns: number; readonly tile: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)))
  return { columns, tile: Math.max(least, (width - gap * (columns - 1)) / columns) }
}

const USUAL = 0.7

/** Height of the tiles by their width: what most of the pictures have, so that little of a tile stays empty. */
export function tileRatio(
  pictures: readonly { readonly width: number | null; readonly height: number | null }[],
): number {
  const ratios = pictures.flatMap(({ width, height }) => (width && height ? height / width : []))
  const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? USUAL
  return Math.max(0.5, Math.min(1, middle))
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
