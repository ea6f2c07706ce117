import type { Extent } from '../../core/geometry'

/** The title above each pane. */
const TITLE = 30

/** Whether a picture is shown larger by two panes one above the other than side by side. */
export function areStacked(width: number, height: number, extent: Extent): boolean {
  const scale = (across: number, down: number) =>
    Math.min(across / extent.width, (down - TITLE) / extent.height)
  return scale(width, height / 2) > scale(width / 2, height)
}
