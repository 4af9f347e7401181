import { parseZonedTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { valueFault } from '../refusals.ts'

/** Ten digits are seconds: 2001-09-09 to 2286-11-20. As milliseconds the same figures would be January to April 1970. */
const SECONDS_FROM = 1e9
const SECONDS_TO = 1e10

/** The largest time an ECMAScript date can hold; a larger figure is micro- or nanoseconds, or noise. */
const TIME_MAX = 8.64e15

/**
 * Reads the time of a reading.
 * @returns epoch ms as a whole number, or undefined when it is neither epoch ms, ten digits of seconds, nor ISO 8601 with a zone.
 * A figure of fewer than ten digits is a clock that was never set (ms since power-on), not a day in 1970.
 */
export const readTime = (ts: unknown): number | undefined => {
  if (typeof ts === 'string') return parseZonedTime(ts)
  if (typeof ts !== 'number' || !(ts >= SECONDS_FROM && ts <= TIME_MAX)) return undefined
  return Math.round(ts < SECONDS_TO ? ts * 1000 : ts)
}

const TIME_REMEDY: Words = {
  en: 'send epoch milliseconds, ten digits of seconds, or ISO 8601 with a zone such as 2026-11-23T11:00:00+08:00; leave it out for the time of arrival',
  zh: '请发送毫秒时间戳、十位秒时间戳，或带时区的 ISO 8601 时间，如 2026-11-23T11:00:00+08:00；省略则取到达时间',
}

/** @param remedy what the format reads as a time; left out = what {@link readTime} does */
export const noTime = (given: unknown, remedy = TIME_REMEDY): Words => valueFault(given, { en: 'is no time', zh: '时间无法识别' }, remedy)
