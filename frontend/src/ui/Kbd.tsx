import classes from './Kbd.module.css'

const MAC = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)
const MAC_SIGNS: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Meta: '⌘',
}
const SIGNS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
  ' ': 'Space',
}

/** `Mod+Shift+K` as the keys of this machine; `Mod` is Ctrl, or Command on a Mac. */
export function keySigns(keys: string, mac = MAC): string[] {
  return keys
    .split(/\+(?!$)/)
    .map(
      (key) =>
        (mac && MAC_SIGNS[key]) || SIGNS[key] || (key.length === 1 ? key.toUpperCase() : key),
    )
}

export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keySigns(keys).map((sign) => (
        <kbd key={sign} className={classes.key}>
          {sign}
        </kbd>
      ))}
    </span>
  )
}
