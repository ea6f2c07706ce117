import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { ApiError } from '../api/error'
import { startI18n } from '../app/i18n'
import { errorText, fieldText, reasonText } from './error-text'

beforeAll(async () => {
  await startI18n('en')
  i18next.addResource('en', 'errors', 'no-room', 'There is no room in {{name}}.')
  i18next.addResource('en', 'reasons', 'on-holiday', 'Nobody works today.')
})

const refused = (code: string, more: object = {}) =>
  new ApiError(400, { code, message: 'plain English', fields: {}, params: {}, ...more })

test('a known code is read from the catalogue, with its params', () => {
  expect(errorText(refused('no-room', { params: { name: 'Night 2' } }), i18next.t)).toBe(
    'There is no room in Night 2.',
  )
})

test('a reason that comes in every language is read in that of the person', () => {
  i18next.addResource('en', 'errors', 'broken-picture', 'Not taken: {{reason}}')
  const reason = { en: 'It is damaged.', zh: '已损坏。' }
  expect(errorText(refused('broken-picture', { params: { reason } }), i18next.t)).toBe(
    'Not taken: It is damaged.',
  )
})

test('an unknown code falls back to what the server said', () => {
  expect(errorText(refused('never-heard-of'), i18next.t)).toBe('plain English')
})

test('a refusal says its reason', () => {
  const denied = refused('denied', { params: { reason: 'on-holiday' } })
  expect(errorText(denied, i18next.t)).toBe('Nobody works today.')
  expect(reasonText('never-heard-of', i18next.t)).toBe(i18next.t('reasons:no-permission'))
})

test('a field says what is wrong with it', () => {
  const error = refused('invalid', {
    fields: {
      name: ['This field is required.'],
      new: ['Too short by half.'],
      old: ['wrong-password'],
    },
  })
  expect(fieldText(error, 'name', i18next.t)).toBe('This is needed.')
  expect(fieldText(error, 'new', i18next.t)).toBe('Too short by half.')
  expect(fieldText(error, 'old', i18next.t)).toBe('This is not your password.')
  expect(fieldText(error, 'email', i18next.t)).toBeUndefined()
  expect(fieldText(null, 'name', i18next.t)).toBeUndefined()
})
