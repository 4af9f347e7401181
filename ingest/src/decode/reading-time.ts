import { parseZonedTime } from '@hazardwatch/shared/time'

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

export const TIME_REMEDY =
  'send epoch milliseconds, ten digits of seconds, or ISO 8601 with a zone such as 2026-11-23T11:00:00+08:00; leave it out for the time of arrival'
