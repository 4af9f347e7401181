/** A test of a gas detector with gas of known concentration. Times are epoch ms, values in the unit of the point. */
export interface BumpTest {
  appliedAt: number
  /** When the gas was taken away; readings from then on do not count. */
  removedAt: number
  concentration: number
}

export interface BumpResult {
  passed: boolean
  /** ms from the application until the reading had covered 90 % of the way from where it stood to the applied concentration; null = never. */
  t90Ms: number | null
  /** Highest share of the way that was covered. */
  reached: number
  reason: 'passed' | 'no_response' | 'low_response' | 'slow'
}

/** Longest time to 90 %: [M] 30 s for combustible, 60 s for toxic gas (GB 15322, GB 12358); verify against the instrument's certificate. */
const BUMP_T90_MS = 60_000
const WAY = 0.9
/** Below this share there was no response worth the name. */
const SOME = 0.1

/**
 * Response to a bump test from the readings around it, oldest first. The time to 90 % is that of the readings, so it is no finer than their interval.
 * @param longestMs longest time to 90 % that passes
 */
export const judgeBumpTest = (readings: Iterable<readonly [time: number, value: number]>, test: BumpTest, longestMs = BUMP_T90_MS): BumpResult => {
  let before = Number.NaN
  let reached = 0
  let t90Ms: number | null = null
  for (const [time, value] of readings) {
    if (Number.isNaN(value) || time >= test.removedAt) continue
    if (time < test.appliedAt) { before = value; continue }
    if (Number.isNaN(before)) before = 0
    const share = (value - before) / (test.concentration - before)
    reached = Math.max(reached, share)
    if (share >= WAY) t90Ms ??= time - test.appliedAt
  }
  const reason = reasonOf(t90Ms, reached, longestMs)
  return { passed: reason === 'passed', t90Ms, reached, reason }
}

const reasonOf = (t90Ms: number | null, reached: number, longestMs: number): BumpResult['reason'] => {
  if (reached < SOME) return 'no_response'
  if (t90Ms === null) return 'low_response'
  return t90Ms > longestMs ? 'slow' : 'passed'
}

/** @returns ms by which a calibration is overdue at `now`; 0 when it is not, null when it has never been recorded. */
export const calibrationOverdueMs = (lastAt: number | null, intervalDays: number, now: number): number | null =>
  (lastAt === null ? null : Math.max(0, now - lastAt - intervalDays * 86_400_000))
