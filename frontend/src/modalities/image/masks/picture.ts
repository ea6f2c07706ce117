import { type Signal, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Extent } from '../../../core/geometry'

/** What tools that look at colours need to know of the picture: its pixels, row by row, four bytes each. */
export interface PictureSource {
  readonly extent: Extent
  /** The pixels of the file at the size of the asset, whatever the picture's brightness on the screen is set to. */
  pixels(): ImageData
}

const pictures = new WeakMap<Editor, Signal<PictureSource | null>>()

/** The picture that an editor's stage shows; null until it is there. */
export function pictureOf(editor: Editor): Signal<PictureSource | null> {
  const known = pictures.get(editor)
  if (known) return known
  const made = signal<PictureSource | null>(null)
  pictures.set(editor, made)
  return made
}
