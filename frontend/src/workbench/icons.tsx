/** Commands and tools name their icon; these are the ones that the workbench knows. */
import * as tabler from './tabler'

type Glyph = (typeof tabler)[keyof typeof tabler]

/** `arrow-back-up` is IconArrowBackUp. */
const nameOf = (icon: string) =>
  `Icon${icon
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`

const glyphs: Readonly<Record<string, Glyph | undefined>> = { ...tabler }

export const knowsIcon = (icon: string): boolean => glyphs[nameOf(icon)] !== undefined

interface Props {
  readonly name: string | undefined
  readonly size?: number
}

export function Icon({ name, size = 16 }: Props) {
  const Found = glyphs[nameOf(name ?? '')] ?? tabler.IconPoint
  return <Found size={size} stroke={1.6} aria-hidden />
}
