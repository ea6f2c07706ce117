/** A task opened on a server in memory. */
import { signal } from '@preact/signals-core'
import { openSession, type Session } from '../session/session'
import type { Bundle } from '../types'
import { makeBundle } from './fixture'
import { MemoryApi } from './memory-api'

export type Over = (bundle: Bundle) => Partial<Bundle>

export async function opened(
  over: Over = () => ({}),
): Promise<{ readonly api: MemoryApi; readonly session: Session }> {
  const bundle = makeBundle({ url: '', thumbnail: '' })
  const api = new MemoryApi({ ...bundle, ...over(bundle) })
  const surroundings = {
    person: 'bob',
    theme: signal<'light' | 'dark'>('light'),
    language: signal<'en' | 'zh'>('en'),
  }
  return { api, session: await openSession(api, 'task-4', surroundings) }
}
