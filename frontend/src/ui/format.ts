import { useTranslation } from 'react-i18next'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

export interface Formats {
  number(value: number, digits?: number): string
  /** `0.934` is 93.4 %. */
  percent(value: number, digits?: number): string
  /** 1,234,567 as 1.2M. */
  short(value: number): string
  bytes(value: number): string
  date(value: string | Date): string
  /** Day and month, for axes. */
  day(value: string | Date): string
  dateTime(value: string | Date): string
  /** Hours, minutes and seconds, for logs. */
  time(value: string | Date): string
  /** "3 minutes ago", "in 2 days". */
  relative(value: string | Date, now?: Date): string
  /** Seconds as "1h 5m"; the two largest units only, and "<1s" for what is hardly anything. */
  duration(seconds: number): string
  /** Names in a row: "car, bus and tram". */
  list(values: readonly string[]): string
}

const asDate = (value: string | Date) => (typeof value === 'string' ? new Date(value) : value)

// A day without a time is that day everywhere; as a moment it would be the day before west of Greenwich.
const isDay = (value: string | Date) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

function relativeParts(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds)
  if (size < 45) return [Math.trunc(seconds), 'second']
  if (size < 45 * MINUTE) return [Math.round(seconds / MINUTE), 'minute']
  if (size < 22 * HOUR) return [Math.round(seconds / HOUR), 'hour']
  if (size < 26 * DAY) return [Math.round(seconds / DAY), 'day']
  if (size < 320 * DAY) return [Math.round(seconds / (30.44 * DAY)), 'month']
  return [Math.round(seconds / (365.25 * DAY)), 'year']
}

function durationParts(seconds: number): [number, 'day' | 'hour' | 'minute' | 'second'][] {
  const whole = Math.max(0, Math.round(seconds))
  const parts: [number, 'day' | 'hour' | 'minute' | 'second'][] = [
    [Math.floor(whole / DAY), 'day'],
    [Math.floor((whole % DAY) / HOUR), 'hour'],
    [Math.floor((whole % HOUR) / MINUTE), 'minute'],
    [whole % MINUTE, 'second'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first < 0) return [[0, 'second']]
  return parts.slice(first, first + 2).filter(([value]) => value > 0)
}

/** A space between a number and Chinese words, as everywhere else in the product. */
const spaced = (text: string) => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')

const formatters = new Map<string, unknown>()

/** A formatter with these options. To make one takes some fifty times as long as to use it, so each is made once. */
function once<Formatter, Options>(
  Maker: new (tag: string, options: Options) => Formatter,
  tag: string,
  options: Options,
): Formatter {
  const key = `${Maker.name} ${tag} ${JSON.stringify(options)}`
  const known = (formatters.get(key) as Formatter | undefined) ?? new Maker(tag, options)
  formatters.set(key, known)
  return known
}

function bytesText(locale: string, value: number): string {
  const step = value > 0 ? Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1) : 0
  const scaled = value / 1000 ** step
  return once(Intl.NumberFormat, locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    maximumFractionDigits: scaled < 10 && step > 0 ? 1 : 0,
  }).format(scaled)
}

/** Numbers and times as a locale writes them. */
const made = new Map<string, Formats>()

/** The formats of a language, made once. */
export function formats(locale: string): Formats {
  const known = made.get(locale) ?? makeFormats(locale === 'zh' ? 'zh-CN' : 'en-GB')
  made.set(locale, known)
  return known
}

function makeFormats(tag: string): Formats {
  const unit = (value: number, name: string) =>
    spaced(
      once(Intl.NumberFormat, tag, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(
        value,
      ),
    )
  return {
    number: (value, digits = 0) =>
      once(Intl.NumberFormat, tag, { maximumFractionDigits: digits }).format(value),
    percent: (value, digits = 0) =>
      once(Intl.NumberFormat, tag, { style: 'percent', maximumFractionDigits: digits }).format(
        value,
      ),
    short: (value) =>
      once(Intl.NumberFormat, tag, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    bytes: (value) => bytesText(tag, value),
    date: (value) =>
      once(Intl.DateTimeFormat, tag, {
        dateStyle: 'medium',
        ...(isDay(value) ? { timeZone: 'UTC' } : {}),
      }).format(asDate(value)),
    day: (value) =>
      once(Intl.DateTimeFormat, tag, {
        day: 'numeric',
        month: 'short',
        ...(isDay(value) ? { timeZone: 'UTC' } : {}),
      }).format(asDate(value)),
    time: (value) => once(Intl.DateTimeFormat, tag, { timeStyle: 'medium' }).format(asDate(value)),
    dateTime: (value) =>
      once(Intl.DateTimeFormat, tag, { dateStyle: 'medium', timeStyle: 'short' }).format(
        asDate(value),
      ),
    relative: (value, now = new Date()) =>
      spaced(
        once(Intl.RelativeTimeFormat, tag, { numeric: 'auto' }).format(
          ...relativeParts((asDate(value).getTime() - now.getTime()) / 1000),
        ),
      ),
    duration: (seconds) =>
      seconds > 0 && seconds < 0.5
        ? `<${unit(1, 'second')}`
        : durationParts(seconds)
            .map(([value, name]) => unit(value, name))
            .join(' '),
    list: (values) => once(Intl.ListFormat, tag, { type: 'conjunction' }).format(values),
  }
}

export function useFormats(): Formats {
  return formats(useTranslation().i18n.language)
}
