import type { Command } from '../../core/command'
import { command } from '../session/commands'
import type { Session } from '../session/session'
import { CHOICE_KEYS, choicesOf } from './choices'

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
  const place = (key: string): number => {
    const { attribute } = attributes.current.value ?? {}
    return attribute ? choicesOf(attribute).findIndex((choice) => choice.key === key) : -1
  }
  const choice = (key: string, index: number): Command => ({
    ...whileOn(`value-${index + 1}`, 'hash', [key], () => {
      attributes.answer(place(key))
    }),
    enabled: () => {
      if (attributes.isOn !== true) return attributes.isOn
      if (editor.canWrite.value !== true) return editor.canWrite.value
      return place(key) >= 0 || 'workbench:reason.no-such-value'
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
    ...CHOICE_KEYS.map(choice),
  ]
}

function toggle(attributes: Session['attributes']): void {
  if (attributes.isOn === true) attributes.leave()
  else attributes.start()
}
