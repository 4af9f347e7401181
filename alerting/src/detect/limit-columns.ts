import { isHighLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'

/** Where a limit's condition stands. */
export const IDLE = 0
/** True, waiting for the on-delay to end. */
export const ON_PENDING = 1
export const ACTIVE = 2
/** Raised and false again, waiting for the off-delay to end. */
export const OFF_PENDING = 3

/** The configuration of limits in columns; row i is one rule. Delays are in ms. */
export interface LimitConfigs {
  enabled: Uint8Array
  high: Uint8Array
  limit: Float64Array
  /** Where the condition becomes false again: limit minus deadband (H, HH) or plus (L, LL). */
  release: Float64Array
  onDelay: Float64Array
  offDelay: Float64Array
}

/** What limits remember between readings, in columns. `since` is when the pending phase began, `onset` when the condition became true. */
export interface LimitMemories {
  phase: Uint8Array
  since: Float64Array
  onset: Float64Array
  onsetValue: Float64Array
}

export const createLimitConfigs = (capacity: number): LimitConfigs => ({
  enabled: new Uint8Array(capacity),
  high: new Uint8Array(capacity),
  limit: new Float64Array(capacity),
  release: new Float64Array(capacity),
  onDelay: new Float64Array(capacity),
  offDelay: new Float64Array(capacity),
})

export const createLimitMemories = (capacity: number): LimitMemories => ({
  phase: new Uint8Array(capacity),
  since: new Float64Array(capacity),
  onset: new Float64Array(capacity),
  onsetValue: new Float64Array(capacity),
})

export const setLimitConfig = (configs: LimitConfigs, row: number, rule: AlarmRule): void => {
  const high = isHighLimit(rule.kind)
  configs.enabled[row] = rule.enabled ? 1 : 0
  configs.high[row] = high ? 1 : 0
  configs.limit[row] = rule.limit
  configs.release[row] = high ? rule.limit - rule.deadband : rule.limit + rule.deadband
  configs.onDelay[row] = Math.round(rule.onDelayS * 1000)
  configs.offDelay[row] = Math.round(rule.offDelayS * 1000)
}

/** Copies the columns into larger ones. */
export const growColumns = <Columns extends LimitConfigs | LimitMemories>(from: Columns, to: Columns): Columns => {
  for (const name of Object.keys(from) as (keyof Columns)[]) (to[name] as Float64Array).set(from[name] as Float64Array)
  return to
}
