import { isHighLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'

/** What one rule of the demo's own limits does over a series of readings. */
export interface RuleWatch {
  /** @returns whether this reading raises the alarm. */
  see(timeMs: number, value: number): boolean
  active(): boolean
}

/**
 * Counts raises of one limit rule over readings in time order: hysteresis, then on-delay, then off-delay, settled at readings only.
 * For measuring how many alarms the demo makes; the alarm engine itself is elsewhere.
 */
export const watchRule = (rule: AlarmRule): RuleWatch => {
  const side = isHighLimit(rule.kind) ? 1 : -1
  let beyond = false
  let sinceMs = 0
  let active = false
  return {
    see: (timeMs, value) => {
      const over = side * (value - (rule.limit ?? Number.NaN))
      const next = beyond ? over >= -rule.deadband : over >= 0
      if (next !== beyond) { beyond = next; sinceMs = timeMs }
      const heldS = (timeMs - sinceMs) / 1000
      if (!active && beyond && heldS >= rule.onDelayS) return (active = true)
      if (active && !beyond && heldS >= rule.offDelayS) active = false
      return false
    },
    active: () => active,
  }
}
