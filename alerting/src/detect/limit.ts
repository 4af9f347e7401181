import { OUT_OF_RANGE } from '@hazardwatch/shared/quality'
import { ACTIVE, IDLE, isJudged, OFF_PENDING, OFF_WAITING, ON_PENDING, type LimitConfigs, type LimitMemories } from './limit-columns.ts'

/** What a detector found: the condition of a rule was raised or cleared at an event time (epoch ms). */
export interface Observation {
  /** Row of the rule. */
  rule: number
  event: 'raised' | 'cleared'
  at: number
  /** Event time of what made the condition true, and the value that the alarm shows. */
  onset: number
  value: number
}

/**
 * Judges one value against one limit (rows `rule` of the configs and `row` of the memories).
 * Hysteresis first, then the delays on its output, all in event time: true at the limit itself, false beyond the release level.
 * Found observations are appended to `found`; the steady state allocates nothing.
 * @param shown the number that an alarm shows as its value
 * @returns whether the memory changed and must be kept.
 */
export const judgeLimit = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, time: number, value: number, found: Observation[], shown: number = value,
): boolean => {
  const settled = settleLimit(configs, rule, memories, row, time, found)
  const phase = memories.phase[row]
  if (phase === IDLE || phase === OFF_PENDING || phase === OFF_WAITING) {
    if (reaches(configs, rule, value)) {
      becomeTrue(configs, rule, memories, row, time, shown, found)
      return true
    }
    if (phase !== OFF_WAITING || Number.isNaN(value)) return settled
    becomeFalse(configs, rule, memories, row, time, found)
    return true
  }
  if (!leaves(configs, rule, value)) return settled
  becomeFalse(configs, rule, memories, row, time, found)
  return true
}

/**
 * A detector beyond its range must alarm: a value of quality `out_of_range` raises. It clears nothing: what an instrument says there is no measurement.
 * @returns whether a reading has a say about the limit.
 */
export const mayRaise = (configs: LimitConfigs, rule: number, value: number, quality: number): boolean =>
  isJudged(configs, rule, quality, value) || (quality === OUT_OF_RANGE && !leaves(configs, rule, value))

/**
 * Settles a delay that ended strictly before `time` while the last value held. At equal times the reading goes before the timer.
 * @returns whether the memory changed.
 */
export const settleLimit = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, time: number, found: Observation[],
): boolean => {
  const deadline = limitDeadline(configs, rule, memories, row)
  if (!(deadline < time)) return false
  if (memories.phase[row] === ON_PENDING) raise(memories, rule, row, deadline, found)
  else clear(memories, rule, row, deadline, found)
  return true
}

/** Delays end strictly before the time to which they are settled: this one settles those that end at `time` too. Half a ms is more than a time in ms can lose. */
export const nextAfter = (time: number): number => time + 0.5

/** @returns event time at which the pending delay ends, or Infinity when none is pending. */
export const limitDeadline = (configs: LimitConfigs, rule: number, memories: LimitMemories, row: number): number => {
  const phase = memories.phase[row]
  if (phase === ON_PENDING) return at(memories.since, row) + at(configs.onDelay, rule)
  if (phase === OFF_PENDING) return at(memories.since, row) + at(configs.offDelay, rule)
  return Number.POSITIVE_INFINITY
}

/**
 * The point has fallen silent at this time of its clock: a delay that would have ended later can no longer be fulfilled. A pending on-delay is broken off,
 * a pending off-delay starts anew with the first good reading. One that had ended by then is settled as ever.
 * @returns whether the memory changed.
 */
export const breakLimit = (configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, time: number): boolean => {
  if (!(limitDeadline(configs, rule, memories, row) > time)) return false
  const phase = memories.phase[row]
  if (phase === ON_PENDING) memories.phase[row] = IDLE
  else if (phase === OFF_PENDING) memories.phase[row] = OFF_WAITING
  else return false
  return true
}

/** Forgets an excursion: used when a rule is taken out of service or late data step back in time. */
export const resetLimit = (memories: LimitMemories, row: number): void => {
  memories.phase[row] = IDLE
  memories.since[row] = 0
  memories.onset[row] = 0
  memories.onsetValue[row] = 0
}

/** Rows are allocated by the caller, so a column always has the row: reading past it would be NaN, and NaN alarms on nothing. */
const at = (column: Float64Array, row: number): number => column[row] ?? Number.NaN

const reaches = (configs: LimitConfigs, rule: number, value: number): boolean =>
  configs.high[rule] === 1 ? value >= at(configs.limit, rule) : value <= at(configs.limit, rule)

const leaves = (configs: LimitConfigs, rule: number, value: number): boolean =>
  configs.high[rule] === 1 ? value < at(configs.release, rule) : value > at(configs.release, rule)

const becomeTrue = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, time: number, value: number, found: Observation[],
): void => {
  // Back before the off-delay ended: the same excursion goes on.
  if (memories.phase[row] === OFF_PENDING || memories.phase[row] === OFF_WAITING) { memories.phase[row] = ACTIVE; return }
  memories.onset[row] = time
  memories.onsetValue[row] = value
  memories.since[row] = time
  memories.phase[row] = ON_PENDING
  if (configs.onDelay[rule] === 0) raise(memories, rule, row, time, found)
}

const becomeFalse = (configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, time: number, found: Observation[]): void => {
  // Left before the on-delay ended: nothing has happened.
  if (memories.phase[row] === ON_PENDING) { memories.phase[row] = IDLE; return }
  memories.since[row] = time
  memories.phase[row] = OFF_PENDING
  if (configs.offDelay[rule] === 0) clear(memories, rule, row, time, found)
}

const raise = (memories: LimitMemories, rule: number, row: number, time: number, found: Observation[]): void => {
  memories.phase[row] = ACTIVE
  found.push({ rule, event: 'raised', at: time, onset: at(memories.onset, row), value: at(memories.onsetValue, row) })
}

const clear = (memories: LimitMemories, rule: number, row: number, time: number, found: Observation[]): void => {
  memories.phase[row] = IDLE
  found.push({ rule, event: 'cleared', at: time, onset: at(memories.onset, row), value: at(memories.onsetValue, row) })
}
