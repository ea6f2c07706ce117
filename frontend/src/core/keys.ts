/**
 * Keys as text. A stroke is `Ctrl+Alt+Shift+<key>` (Ctrl is Cmd on a Mac); a chord is two strokes with
 * a space between them, such as `T L`.
 */

/** The part of a KeyboardEvent that matters here. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly isComposing: boolean
  readonly keyCode: number
}

const MODIFIER_KEYS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead'])
const LETTER_OR_DIGIT = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/
/** `event.keyCode` while an input method has the key. */
const COMPOSING = 229

/** Letters and digits by their place on the keyboard when the layout types something else there. */
function nameOf({ key, code }: KeyPress): string {
  const [, letter, digit] = LETTER_OR_DIGIT.exec(code) ?? []
  if (digit) return digit
  if (/^[a-zA-Z]$/.test(key)) return key.toUpperCase()
  if (key === ' ') return 'Space'
  return letter ?? key
}

/** Whether an input method has the key; some browsers say so of the key that ends its work by its code only. */
export const isOfInputMethod = ({
  isComposing,
  keyCode,
}: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean => isComposing || keyCode === COMPOSING

/** What was pressed, or null when it is no stroke: a modifier alone, or an input method at work. */
export function strokeOf(press: KeyPress): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press
  if (isOfInputMethod(press) || key === 'Process') return null
  if (MODIFIER_KEYS.has(key)) return null
  const name = nameOf(press)
  // Shift is part of typing a symbol: `?` is `?` on every layout.
  const isSymbol = name.length === 1 && !/[A-Z0-9]/.test(name)
  const modifiers = [
    ctrlKey || metaKey ? 'Ctrl' : '',
    altKey ? 'Alt' : '',
    shiftKey && !isSymbol ? 'Shift' : '',
  ]
  return [...modifiers.filter(Boolean), name].join('+')
}

/** Modifiers and key of one stroke; the key itself may be `+`. */
export function partsOf(stroke: string): { modifiers: readonly string[]; key: string } {
  const cut = stroke.endsWith('+') ? stroke.length - 2 : stroke.lastIndexOf('+')
  if (cut < 0) return { modifiers: [], key: stroke }
  return { modifiers: stroke.slice(0, cut).split('+'), key: stroke.slice(cut + 1) }
}

/** True when one is the beginning of the other, so that they cannot both be bound. */
export function keysCollide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `)
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
}
const MAC: Readonly<Record<string, string>> = {
  Ctrl: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
  Escape: '⎋',
  Tab: '⇥',
}

export const isMac = (platform: string = globalThis.navigator?.platform ?? ''): boolean =>
  /mac|iphone|ipad/i.test(platform)

/** How this computer's keyboard writes it: one list of caps per stroke. */
export function capsOf(keys: string, mac = isMac()): readonly (readonly string[])[] {
  const caps = mac ? { ...NAMES, ...MAC } : NAMES
  return keys.split(' ').map((stroke) => {
    const { modifiers, key } = partsOf(stroke)
    return [...modifiers, key].map((part) => caps[part] ?? part)
  })
}

/** One line of text for tooltips: `Ctrl+Shift+Z`, or `⌘⇧Z` on a Mac. */
export const printKeys = (keys: string, mac = isMac()): string =>
  capsOf(keys, mac)
    .map((stroke) => stroke.join(mac ? '' : '+'))
    .join(' ')

const TYPING_INPUTS = new Set([
  'text',
  'search',
  'url',
  'tel',
  'email',
  'password',
  'number',
  'date',
  'time',
  'datetime-local',
])

/** True where keys are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && TYPING_INPUTS.has(target.type)
}
