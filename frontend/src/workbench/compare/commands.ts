import type { Command } from '../../core/command'
import { command } from '../session/commands'
import { goTo } from '../session/pins'
import type { Session } from '../session/session'
import type { Tab } from '../session/shell-state'

/** What can be done while two layers are compared: looking, and going elsewhere. */
const LOOKING =
  /^(compare|panel|help|sample)\.|^zoom\.(?!selection)|^task\.(next|previous|save|leave|submit|submit-next|skip|accept|return)$|^view\.(sidebar|strip|names|fills|minimap)$/

/** True, or why the command has to wait until the comparison is left: it would change what is not in sight. */
export const whileComparing = ({ comparing, modality }: Session, { id }: Command): true | string =>
  !comparing.isOn.value ||
  LOOKING.test(id) ||
  modality.looking?.includes(id) ||
  'workbench:reason.comparing'

/** The thing that is looked at fills the view. */
function zoom({ comparing, editor }: Session): void {
  const thing = comparing.current.peek()
  const record = thing && (thing.left ?? thing.right)
  const bounds = record && editor.kindOf(record)?.bounds(record.data)
  const camera = editor.view.camera.peek()
  if (bounds) camera?.zoomTo(bounds)
  else camera?.zoomToSelection?.()
}

/** Back to the work, at the thing that was looked at. */
function leave(session: Session, to: Tab): void {
  const thing = session.comparing.current.peek()
  session.shell.show(to)
  const own = [thing?.left, thing?.right].find((one) => one && session.editor.work.get(one.id))
  // The stage of the work takes its view back first.
  if (own) session.scope.frame(() => goTo(session, own.id))
}

/** Keys of the comparison; they count before all others while it is on. */
export function compareCommands(session: Session): readonly Command[] {
  const { comparing } = session
  const whileOn = (
    id: string,
    icon: string,
    keys: readonly string[],
    run: () => void,
    active?: () => boolean,
  ) =>
    command(`compare.${id}`, 'view', run, {
      icon,
      keys,
      enabled: () => comparing.isOn.value || 'workbench:reason.not-comparing',
      ...(active && { active }),
    })
  return [
    whileOn('next', 'chevron-down', ['Tab', 'ArrowDown', 'J'], () => comparing.step(1)),
    whileOn('previous', 'chevron-up', ['Shift+Tab', 'ArrowUp', 'K'], () => comparing.step(-1)),
    whileOn(
      'over',
      'layers-difference',
      ['X'],
      () => {
        comparing.mode.value = comparing.mode.peek() === 'over' ? 'beside' : 'over'
      },
      () => comparing.mode.value === 'over',
    ),
    whileOn(
      'same',
      'eye',
      ['H'],
      () => {
        comparing.same.value = !comparing.same.peek()
      },
      () => comparing.same.value,
    ),
    whileOn('zoom', 'zoom-scan', ['Z'], () => zoom(session)),
    whileOn('swap', 'arrows-exchange', ['S'], () => void comparing.swap()),
    whileOn('leave', 'x', ['Escape'], () => leave(session, 'objects')),
  ]
}
