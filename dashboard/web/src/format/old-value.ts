/** A point that need not speak regularly may be quiet for so long before its value is called old. */
const QUIET_MS = 60_000
/** As with silence: a reading or two may be late. */
const MISSED_READINGS = 3
const LEAST_MS = 10_000

/** @returns the age of a value, ms, when it is too old to pass for the present; null when it is not. @param readAt epoch ms @param expectedIntervalS null = no regular interval */
export const oldAge = (readAt: number, now: number, expectedIntervalS: number | null): number | null => {
  const age = now - readAt
  return age > (expectedIntervalS === null ? QUIET_MS : Math.max(LEAST_MS, expectedIntervalS * 1_000 * MISSED_READINGS)) ? age : null
}
