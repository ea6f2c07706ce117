import type { Editor } from '../../core/editor'
import MaskBar from './masks/MaskBar'
import { PathBar } from './polygons/PathBar'
import { SimplifyBar } from './polygons/SimplifyBar'
import { BoxBar } from './tools/BoxBar'

/** How the tool in the hand works; nothing for tools that need no explaining. */
export default function ToolBars({ editor }: { readonly editor: Editor }) {
  return (
    <>
      <BoxBar editor={editor} />
      <MaskBar editor={editor} />
      <PathBar editor={editor} />
      <SimplifyBar editor={editor} />
    </>
  )
}
