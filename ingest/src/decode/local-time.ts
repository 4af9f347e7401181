import { parseZonedTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { readTime } from './reading-time.ts'

const separated = /^(\d{4})[-/](\d\d?)[-/](\d\d?)[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/
const compact = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/
const epochDigits = /^\d{10}(?:\d{3})?$/

/** China has one zone, and no summer time since 1991. */
const BEIJING_OFFSET_MS = 8 * 3_600_000

/**
 * Reads the time of the formats whose clocks say Beijing time without saying so.
 * @param ts epoch ms or ten digits of seconds (as number or text), `2026-11-23 11:00:00`, `20261123110000[123]`, or ISO 8601 with a zone.
 * @returns epoch ms, or undefined when it is none of these or names a day or hour that does not exist.
 */
export const readLocalTime = (ts: unknown): number | undefined => {
  if (typeof ts !== 'string') return readTime(ts)
  if (epochDigits.test(ts)) return readTime(Number(ts))
  const match = separated.exec(ts)
  return match === null ? readCompactTime(ts) ?? parseZonedTime(ts) : epochOf(match)
}

/** Reads `yyyyMMddHHmmss` with or without milliseconds, Beijing time. */
export const readCompactTime = (text: string): number | undefined => {
  const match = compact.exec(text)
  return match === null ? undefined : epochOf(match)
}

const epochOf = ([, year, month, day, hour, minute, second, fraction]: RegExpExecArray): number | undefined => {
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0)]
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  // Date.UTC carries what is too large over into the next unit: 30 February would become 2 March.
  const daysInMonth = new Date(Date.UTC(y, mo, 0)).getUTCDate()
  if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > daysInMonth || h > 23 || mi > 59 || s > 59) return undefined
  return Date.UTC(y, mo - 1, d, h, mi, s, ms) - BEIJING_OFFSET_MS
}

export const LOCAL_TIME_REMEDY: Words = {
  en: 'send Beijing time as 2026-11-23 11:00:00 or 20261123110000, or epoch milliseconds, or ISO 8601 with a zone; leave it out for the time of arrival',
  zh: '请发送北京时间，如 2026-11-23 11:00:00 或 20261123110000，也可发送毫秒时间戳或带时区的 ISO 8601 时间；省略则取到达时间',
}
