import { expect, test } from 'vitest'
import { i18next, startI18n } from '../../app/i18n'
import { jobOutcome, jobTitle } from './job-title'

const job = (kind: string, title: string, result: Record<string, unknown> = {}) => ({
  kind,
  title,
  result,
})

test('what a job was and what came of it are whole sentences', async () => {
  await startI18n('en')
  const { t } = i18next
  const imported = job('media.import', 'street.zip', {
    imported: 10,
    warning: 2,
    taken: 12,
    rejected: 1,
  })
  expect(jobTitle(imported, t)).toBe('Import of street.zip')
  expect(jobOutcome(imported, t)).toBe(
    'street.zip: 12 items imported. 1 file was refused; the report says why.',
  )
  expect(jobOutcome(job('delivery.build', 'Pilot v1', { packages: 1, images: 3 }), t)).toBe(
    'Pilot v1: the package is ready.',
  )
  expect(jobOutcome(job('qa.check', '', { tasks: 2, findings: 3 }), t)).toBe(
    'The checks made 3 findings.',
  )
  expect(jobOutcome(job('something.new', 'Thing'), t)).toBe('something.new: Thing is done.')
})
