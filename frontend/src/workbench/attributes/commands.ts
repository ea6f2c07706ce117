import type { Command } from '../../core/command'
import { command } from '../session/commands'
import type { Session } from '../session/session'
import { choicesOf, MOST_CHOICES } from './choices'

/** Keys of the mode in which one attribute is answered for all objects; `onward` opens the next picture. */
export function attributeCommands(
  { attributes, editor }: Session,
  onward: () => void,
): readonly Command[] {
  const whileOn = (id: string, icon: string, keys: readonly string[], run: () => void) =>
    command(`attributes.${id}`, 'attributes', run, {
      icon,
      keys,
      enabled: () => attributes.isOn,
    })
  const next = () => {
    if (!attributes.step(1)) onward()
  }
  const digit = (index: number): Command => ({
    ...whileOn(`value-${index + 1}`, 'hash', [String((index + 1) % MOST_CHOICES)], () => {
      attributes.answer(index)
    }),
    enabled: () => {
      if (attributes.isOn !== true) return attributes.isOn
      if (editor.canWrite.value !== true) return editor.canWrite.value
      const current = attributes.current.value
      const known = current && choicesOf(current.attribute)[index]
      return Boolean(known) || 'workbench:reason.no-such-value'
    },
  })
  return [
    command('mode.attributes', 'attributes', () => toggle(attributes), {
      icon: 'list-check',
      keys: ['Ctrl+Alt+A'],
      enabled: () => attributes.isOn === true || attributes.possible,
      active: () => attributes.isOn === true,
    }),
    whileOn('next', 'chevron-right', ['Tab', 'ArrowRight'], next),
    whileOn('previous', 'chevron-left', ['Shift+Tab', 'ArrowLeft'], () => attributes.step(-1)),
    whileOn('following', 'chevron-down', ['ArrowDown'], () => attributes.turn(1)),
    whileOn('preceding', 'chevron-up', ['ArrowUp'], () => attributes.turn(-1)),
    whileOn('type', 'pencil', ['Enter'], () => {
      attributes.typing.value += 1
    }),
    whileOn('clear', 'backspace', ['Backspace'], () => attributes.set(null)),
    whileOn('leave', 'x', ['Escape'], () => attributes.leave()),
    ...Array.from({ length: MOST_CHOICES }, (_, index) => digit(index)),
  ]
}

function toggle(attributes: Session['attributes']): void {
  if (attributes.isOn === true) attributes.leave()
  else attributes.start()
}
