/** Of two layers over each other: how what is in one of them differs from the other, and the label that says so. */

/** Only in the left layer, only in the right one, in both but as it was and as it is, the same in both. */
export const LOOKS = ['left', 'right', 'before', 'after', 'same'] as const
export type Look = (typeof LOOKS)[number]

export const inLook = (look: Look, label: string): string => `${look}/${label}`

/** The label of a schema that one of a look stands for. */
export const withoutLook = (label: string): string => label.slice(label.indexOf('/') + 1)
