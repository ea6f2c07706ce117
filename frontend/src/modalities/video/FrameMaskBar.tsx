import type { Editor } from '../../core/editor'
import ToolBars from '../image/ToolBars'
import { videoOf } from './state'

/** How the mask tool in the hand works, on the frame that is on the screen. */
export default function FrameMaskBar({ editor }: { readonly editor: Editor }) {
  return <ToolBars editor={videoOf(editor).inFrame} />
}
