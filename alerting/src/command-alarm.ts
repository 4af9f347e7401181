import type { Alarm } from '@hazardwatch/shared/alarm'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { isoTime } from '@hazardwatch/shared/time'
import { nextState, type LifecycleEvent, type LifecyclePolicy } from './alarm-lifecycle.ts'
import { enterState } from './apply-observation.ts'
import type { Engine } from './engine-state.ts'

/**
 * Acknowledges the occurrence that the operator saw; a newer one of the same rule is left alone.
 * @returns the occurrence after it. @throws HazardError `not_found` (not an open occurrence), `alarm_state`.
 */
export const acknowledgeAlarm = (engine: Engine, id: string, by: string, now: number): Alarm => command(engine, id, 'acknowledge', by, now)

/** Resets a latched alarm that has returned and been acknowledged. Errors as for {@link acknowledgeAlarm}. */
export const resetAlarm = (engine: Engine, id: string, by: string, now: number): Alarm => command(engine, id, 'reset', by, now)

const command = (engine: Engine, id: string, event: LifecycleEvent, by: string, now: number): Alarm => {
  const alarm = engine.alarms.byId.get(id)
  if (alarm === undefined) throw new HazardError('not_found', `alarm ${id} is not open`)
  const to = nextState(alarm.state, event, policyOf(engine, alarm.rule))
  if (to === 'refused') throw new HazardError('alarm_state', `alarm ${id} is ${describe(alarm)}; it cannot be ${event === 'reset' ? 'reset' : 'acknowledged'}`)
  const seen = event === 'acknowledge' ? { acknowledgedAt: isoTime(now), acknowledgedBy: by } : {}
  return enterState(engine, { ...alarm, ...seen, state: to }, alarm.state, event === 'acknowledge' ? 'acknowledged' : 'reset', now, by)
}

const describe = (alarm: Alarm): string =>
  alarm.acknowledgedAt === null ? alarm.state : `${alarm.state}, acknowledged by ${alarm.acknowledgedBy ?? 'unknown'} at ${alarm.acknowledgedAt}`

const policyOf = (engine: Engine, rule: string): LifecyclePolicy => {
  const row = engine.book.rows.get(rule)
  const known = row === undefined ? undefined : engine.book.rules[row]
  // A retired rule's last alarm can still be acknowledged; nothing is left to latch.
  return known ?? { ackRequired: true, latching: false }
}
