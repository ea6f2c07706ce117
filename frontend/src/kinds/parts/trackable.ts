import type { AnyKind } from '../../core/kind'
import { kindNamed } from '../../core/registry'

/** The kind of this slug when a track can be made of it. */
export function trackableKind(slug: unknown): AnyKind | undefined {
  const kind = typeof slug === 'string' ? kindNamed(slug) : undefined
  return kind?.trackable ? kind : undefined
}
