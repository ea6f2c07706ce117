import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { Command } from '../../core/command'
import { Keymap, type KeymapPreferences, KeyReader, readPreferences } from '../../core/keymap'
import { isOfInputMethod, isTyping, strokeOf } from '../../core/keys'
import { whileComparing } from '../compare/commands'
import { ATTRIBUTES, bound, COMPARING } from './commands'
import type { Session } from './session'

/** Keys that belong to the element that has the focus. */
const OWN_KEYS: Readonly<Record<string, RegExp>> = {
  button: /^(Enter| )$/,
  a: /^Enter$/,
  input: /^(Arrow\w+| |Home|End|PageUp|PageDown)$/,
}

/** Where a press must not run a command: text, dialogs, and what a focused control does with the key itself. */
export function isForeign(event: KeyboardEvent): boolean {
  const target = event.target
  if (isTyping(target)) return true
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true
  const own = OWN_KEYS[target.tagName.toLowerCase()]
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
  return Boolean(own?.test(event.key)) && isPlain
}

/** What a button opens takes the keys itself, and gives them back when it closes. */
const OPENS = '[aria-haspopup], [role="dialog"] *, [role="menu"] *, [role="listbox"] *'

/** A button that the mouse has pressed is done: Space plays again, and does not press it once more. */
export function handBack({ target, detail }: MouseEvent): void {
  const button = detail > 0 && target instanceof Element ? target.closest('button') : null
  if (button && button === document.activeElement && !button.matches(OPENS)) button.blur()
}

/** Text of the stage's own: some commands go on working in it. */
const isStageText = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('[data-stage-text]') !== null

/** Whether a press belongs to the text: a character, or a part of one that an input method makes. */
export function typesSomething(event: KeyboardEvent): boolean {
  if (isOfInputMethod(event)) return true
  if (event.getModifierState('AltGraph')) return true
  const isCharacter = [...event.key].length === 1
  return isCharacter && !event.ctrlKey && !event.metaKey && !event.altKey
}

const belongsElsewhere = (event: KeyboardEvent, isOurText: boolean): boolean =>
  event.defaultPrevented || (isOurText ? typesSomething(event) : isForeign(event))

/** Turns key presses on the page into commands. */
export class Keyboard {
  readonly preferences: Signal<KeymapPreferences>
  readonly commands: ReadonlySignal<readonly Command[]>
  readonly keymap: ReadonlySignal<Keymap<Command>>
  readonly #session: Session
  readonly #reader = new KeyReader<Command>()

  constructor(session: Session, commands: ReadonlySignal<readonly Command[]>, stored: unknown) {
    this.#session = session
    this.commands = commands
    this.preferences = signal(readPreferences(stored))
    this.keymap = computed(() => new Keymap(bound(commands.value), this.preferences.value))
    session.scope.listen<Window, KeyboardEvent>(window, 'keydown', (event) => this.#press(event))
    session.scope.listen<Window, MouseEvent>(window, 'click', handBack)
  }

  /** Keep the person's keys, here and with their account. */
  async remember(preferences: KeymapPreferences): Promise<void> {
    this.preferences.value = preferences
    await this.#session.api.setPreference('keymap', preferences)
  }

  #press(event: KeyboardEvent): void {
    const isOurText = isStageText(event)
    if (belongsElsewhere(event, isOurText)) return
    if (this.#session.shell.dialog.peek()) return
    const found = this.#find(event)
    if (found === null) return
    if (isOurText && (found === 'more' || !found.whileTyping)) return
    event.preventDefault()
    if (found !== 'more' && !(event.repeat && found.once)) this.run(found)
  }

  #find(event: KeyboardEvent): Command | 'more' | null {
    const scope = this.#session.editor.gesture.peek() ? 'workbench.drawing' : 'workbench.idle'
    return this.#ofMode(event) ?? this.#reader.read(event, this.keymap.peek(), scope)
  }

  /** While two layers are compared, or one attribute after the other is answered, its keys come first. */
  #ofMode(event: KeyboardEvent): Command | null {
    const { comparing, attributes } = this.#session
    const mode = comparing.isOn.peek() ? COMPARING : attributes.isOn === true && ATTRIBUTES
    const stroke = mode ? strokeOf(event) : null
    const found = mode && stroke && this.keymap.peek().find(stroke, mode)
    return found && found !== 'more' ? found : null
  }

  /** True, or why the command cannot be run now. Reads signals. */
  allows(command: Command): true | string {
    const verdict = whileComparing(this.#session, command)
    return verdict === true ? command.enabled(this.#session.editor) : verdict
  }

  /** Run a command, or say why it cannot be run. */
  run(command: Command): void {
    const { editor, shell } = this.#session
    const verdict = this.allows(command)
    if (verdict === true) command.run(editor)
    else shell.tell({ tone: 'info', key: 'disabled', params: { reason: verdict } })
  }
}
