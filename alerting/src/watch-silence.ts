/** A point is silent when it has missed this many of its expected readings … */
const MISSED_READINGS = 3
/** … and never before this many ms: a slow network is not yet a dead instrument. */
const LEAST_SILENCE_MS = 10_000

/** @returns ms without a reading after which a point counts as silent; Infinity when it has no regular interval. */
export const silenceAfterMs = (expectedIntervalS: number | null): number =>
  expectedIntervalS === null ? Number.POSITIVE_INFINITY : Math.max(LEAST_SILENCE_MS, expectedIntervalS * 1000 * MISSED_READINGS)
