import { type Command, commandsIn } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { videoOf } from '../state'

export const command = commandsIn('video')

/** A command of pictures, on the frame that is on the screen. */
export const inFrame = (one: Command): Command => {
  const { active } = one
  return {
    ...one,
    enabled: (e) => one.enabled(videoOf(e).inFrame),
    run: (e) => one.run(videoOf(e).inFrame),
    ...(active ? { active: (e: Editor) => active(videoOf(e).inFrame) } : {}),
  }
}

/** A tool of pictures that looks at the frame: what is selected there, and who can be asked about it. */
export const toolInFrame = (tool: Tool): Tool => {
  const { continues, chosen, offered, allowed } = tool
  return {
    ...tool,
    ...(continues ? { continues: (e: Editor) => continues(videoOf(e).inFrame) } : {}),
    ...(offered ? { offered: (e: Editor) => offered(videoOf(e).inFrame) } : {}),
    ...(allowed ? { allowed: (e: Editor) => allowed(videoOf(e).inFrame) } : {}),
    ...(chosen ? { chosen: (e: Editor) => chosen(videoOf(e).inFrame) } : {}),
  }
}
