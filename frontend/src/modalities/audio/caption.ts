import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { itemOf } from './items'
import { clock } from './painters/time'
import { audioOf } from './state'

/** Text of any script, kept from turning what stands beside it about. */
const apart = (text: string): string => `\u2068${text}\u2069`

/** When it begins, who speaks, what is said. */
export function caption(editor: Editor, record: Annotation): string {
  const item = itemOf(record)
  if (!item) return ''
  const { speaker, text } = item.lane
  const said = [speaker, text].filter(Boolean).map(apart)
  return [clock(item.start / audioOf(editor).rate, 1), ...said].join(' ')
}
