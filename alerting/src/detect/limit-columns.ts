import { isHighLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { qualityCode } from '@hazardwatch/shared/quality'

/** Where a limit's condition stands. */
export const IDLE = 0
/** True, waiting for the on-delay to end. */
export const ON_PENDING = 1
export const ACTIVE = 2
/** Raised and false again, waiting for the off-delay to end. */
export const OFF_PENDING = 3
/** As before, but the point fell silent meanwhile: the off-delay starts with its first good reading. */
export const OFF_WAITING = 4

/** @returns whether a condition in this phase has been raised and not cleared. */
export const isRaised = (phase: number): boolean => phase >= ACTIVE

/** How a row is judged. */
export const OFF = 0
/** The value itself against the limit. */
export const LIMIT = 1
/** A signal made of the readings, against the limit. */
export const SIGNAL = 2
/** The wall clock since the point was heard. */
export const SILENCE = 3
/** The point is an input of another row. */
export const TAP = 4

/** The configuration of limits in columns; row i is one rule. Delays are in ms. */
export interface LimitConfigs {
  mode: Uint8Array
  high: Uint8Array
  limit: Float64Array
  /** Where the condition becomes false again: limit minus deadband (H, HH) or plus (L, LL). */
  release: Float64Array
  onDelay: Float64Array
  offDelay: Float64Array
  /** Which qualities carry a value to be judged: bit i is the quality of code i. */
  judged: Uint8Array
}

/** What limits remember between readings, in columns. `since` is when the pending phase began, `onset` when the condition became true. */
export interface LimitMemories {
  phase: Uint8Array
  since: Float64Array
  onset: Float64Array
  onsetValue: Float64Array
}

export const createLimitConfigs = (capacity: number): LimitConfigs => ({
  mode: new Uint8Array(capacity),
  high: new Uint8Array(capacity),
  limit: new Float64Array(capacity),
  release: new Float64Array(capacity),
  onDelay: new Float64Array(capacity),
  offDelay: new Float64Array(capacity),
  judged: new Uint8Array(capacity),
})

export const createLimitMemories = (capacity: number): LimitMemories => ({
  phase: new Uint8Array(capacity),
  since: new Float64Array(capacity),
  onset: new Float64Array(capacity),
  onsetValue: new Float64Array(capacity),
})

/** What a row compares with: the rule's own figures, or those of the signal that its kind makes. */
export interface Comparison { limit: number; deadband: number }

export const setLimitConfig = (configs: LimitConfigs, row: number, rule: AlarmRule, mode: number, { limit, deadband }: Comparison): void => {
  const high = isHighLimit(rule.kind)
  configs.mode[row] = rule.enabled ? mode : OFF
  configs.high[row] = high ? 1 : 0
  configs.limit[row] = limit
  configs.release[row] = high ? limit - deadband : limit + deadband
  configs.onDelay[row] = Math.round(rule.onDelayS * 1000)
  configs.offDelay[row] = Math.round(rule.offDelayS * 1000)
  configs.judged[row] = judgedQualities(rule, mode)
}

/** @returns whether a reading carries a value that the row is judged on. */
export const isJudged = (configs: LimitConfigs, row: number, quality: number, value: number): boolean =>
  (((configs.judged[row] ?? 0) >> quality) & 1) === 1 && !Number.isNaN(value)

/** Of another quality than good a value is none, unless the rule names the quality. A signal is given what is out of range too; for limits see `mayRaise`. */
const judgedQualities = ({ alsoQualities = [] }: AlarmRule, mode: number): number =>
  ['good', ...(mode === LIMIT ? [] : ['out_of_range']), ...alsoQualities].reduce((mask, name) => mask | (1 << (qualityCode(name) ?? 0)), 0)

/** Copies the columns into larger ones. */
export const growColumns = <Columns extends LimitConfigs | LimitMemories>(from: Columns, to: Columns): Columns => {
  for (const name of Object.keys(from) as (keyof Columns)[]) (to[name] as Float64Array).set(from[name] as Float64Array)
  return to
}
