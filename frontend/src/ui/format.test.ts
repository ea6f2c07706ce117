import { describe, expect, test } from 'vitest'
import { formats } from './format'

const en = formats('en')
const zh = formats('zh')
const now = new Date('2025-11-20T12:00:00Z')
const ago = (seconds: number) => en.relative(new Date(now.getTime() - seconds * 1000), now)

describe('numbers and sizes', () => {
  test('are written as the language writes them', () => {
    expect(en.number(1234567)).toBe('1,234,567')
    expect(en.percent(0.9341, 1)).toBe('93.4%')
    expect(zh.short(123456)).toBe('12.3万')
  })

  test('bytes take the unit that keeps them short', () => {
    expect(en.bytes(0)).toBe('0 byte')
    expect(en.bytes(512)).toBe('512 byte')
    expect(en.bytes(4_200)).toBe('4.2 kB')
    expect(en.bytes(48_000_000)).toBe('48 MB')
  })
})

describe('times', () => {
  test('far and near', () => {
    expect(ago(0)).toBe('now')
    expect(ago(20)).toBe('20 seconds ago')
    expect(ago(200)).toBe('3 minutes ago')
    expect(ago(7_300)).toBe('2 hours ago')
    expect(ago(90_000)).toBe('yesterday')
    expect(ago(86_400 * 60)).toBe('2 months ago')
    expect(zh.relative(new Date(now.getTime() - 200_000), now)).toBe('3 分钟前')
  })

  test('a day without a time is that day in every zone', () => {
    expect(en.date('2026-03-14')).toBe('14 Mar 2026')
    expect(zh.date('2026-03-14')).toBe('2026年3月14日')
    expect(en.day('2026-03-14')).toBe('14 Mar')
  })

  test('durations say their two largest units', () => {
    expect(en.duration(0)).toBe('0s')
    expect(en.duration(0.2)).toBe('<1s')
    expect(en.duration(75)).toBe('1m 15s')
    expect(en.duration(3_605)).toBe('1h')
    expect(en.duration(90_061)).toBe('1d 1h')
    expect(zh.duration(75)).toBe('1 分钟 15 秒')
  })
})
