import type { PersonRef } from '../api/session'
import classes from './Person.module.css'

const HUES = 12

/** Two letters for a Latin name, one or two characters for a Chinese one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0] ?? '?'
  if (/\p{Script=Han}/u.test(first)) return [...first].slice(-2).join('')
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return ([...first][0] ?? '?').toUpperCase() + ([...last][0] ?? '').toUpperCase()
}

/** The same person has the same hue everywhere. */
export function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0
  return sum % HUES
}

export function Avatar({ person, size = 18 }: { person: PersonRef; size?: number }) {
  return (
    <span
      className={classes.avatar}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.42),
        ['--hue' as string]: hueOf(person.id) * (360 / HUES),
      }}
      aria-hidden
    >
      {initials(person.name)}
    </span>
  )
}

/** A person, or a dash when there is none. */
export function Person({ person }: { person: PersonRef | null | undefined }) {
  if (!person) return <span className={classes.none}>–</span>
  return (
    <span className={classes.person} title={person.email ?? person.name}>
      <Avatar person={person} />
      <span className={classes.name}>{person.name}</span>
    </span>
  )
}
