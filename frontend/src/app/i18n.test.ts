import { afterEach, expect, test } from 'vitest'
import { i18next, placeOf, preferredLanguage, setLanguage, startI18n } from './i18n'

afterEach(() => localStorage.clear())

test('a catalogue knows its language and namespace by its path', () => {
  expect(placeOf('../locales/en/my-work.json')).toEqual({ language: 'en', namespace: 'my-work' })
  expect(placeOf('../locales/zh/errors.data.json')).toEqual({
    language: 'zh',
    namespace: 'errors',
  })
  expect(placeOf('../modalities/image/locales/zh.json')).toEqual({
    language: 'zh',
    namespace: 'image',
  })
})

test('the choice made here comes before what the browser prefers', () => {
  expect(preferredLanguage(['zh-TW', 'en'])).toBe('zh')
  expect(preferredLanguage(['fr', 'en-GB'])).toBe('en')
  expect(preferredLanguage(['fr'])).toBe('en')
  localStorage.setItem('groundwork.language', 'zh')
  expect(preferredLanguage(['en'])).toBe('zh')
})

test('the language changes at run time and is remembered', async () => {
  await startI18n('en')
  expect(i18next.t('common:cancel')).toBe('Cancel')
  expect(i18next.t('home:objects', { count: 1200 })).toBe('1,200 objects')
  await setLanguage('zh')
  expect(i18next.t('common:cancel')).toBe('取消')
  expect(i18next.t('home:objects', { count: 1 })).toBe('1 个对象')
  expect(document.documentElement.lang).toBe('zh')
  expect(localStorage.getItem('groundwork.language')).toBe('zh')
  await setLanguage('en')
})
