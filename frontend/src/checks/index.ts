import type { LiveCheck } from '../core/check'

// A check is a file: adding one needs no line here.
const found = import.meta.glob<LiveCheck>(['./*.ts', '!./index.ts', '!./*.test.ts'], {
  eager: true,
  import: 'default',
})

export const liveChecks: readonly LiveCheck[] = Object.values(found)
