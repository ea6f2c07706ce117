// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { STAGE_COLORS } from '../modalities/image/painters/style'

test('a task that is being opened has the ground that its stage will have', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../app/styles/tokens.css'), 'utf8')
  const grounds = [...tokens.matchAll(/--gw-stage: (#\w+);/g)].map(([, colour]) => colour)
  expect(grounds).toEqual([STAGE_COLORS.light.background, STAGE_COLORS.dark.background])
})
