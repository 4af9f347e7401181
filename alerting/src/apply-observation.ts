import type { Alarm, AlarmState } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { isoTime } from '@hazardwatch/shared/time'
import { putAlarm, sourceIsQuiet } from './alarm-book.ts'
import { nextState } from './alarm-lifecycle.ts'
import type { TransitionEvent } from './alarm-transition.ts'
import type { Observation } from './detect/limit.ts'
import type { Engine } from './engine-state.ts'
import { raiseAlarm } from './raise-alarm.ts'

/** Takes an observation of live data through the lifecycle. */
export const applyLive = (engine: Engine, observation: Observation): void => {
  const found = lookUp(engine, observation)
  if (found === undefined) return
  const { rule, point } = found
  const before = engine.alarms.byRule.get(rule.id)
  const from = before?.state ?? 'normal'
  const to = nextState(from, observation.event === 'raised' ? 'raise' : 'clear', rule)
  if (to === 'refused') return
  if (observation.event === 'cleared') {
    if (before !== undefined) enterState(engine, { ...before, clearedAt: isoTime(observation.at), state: to }, from, 'cleared', observation.at, null)
    return
  }
  // The rule's earlier occurrence has ended; it can still be acknowledged by its id, but the live state is the new one's.
  if (before !== undefined) enterState(engine, { ...before, state: 'normal' }, from, 'superseded', observation.at, null)
  const firstOut = sourceIsQuiet(engine.alarms, point.enterprise, point.source)
  enterState(engine, raiseAlarm(rule, point, observation, to, { late: false, firstOut }), 'normal', 'raised', observation.at, null)
}

/** Late occurrences are recorded and never announced; they are no part of the live state, so theirs is always `normal`. */
export const applyLate = (engine: Engine, observation: Observation): void => {
  const found = lookUp(engine, observation)
  if (found === undefined) return
  const { rule, point } = found
  const open = engine.lateAlarms.get(rule.id)
  const alarm = observation.event === 'raised'
    ? raiseAlarm(rule, point, observation, 'normal', { late: true, firstOut: false })
    : open && { ...open, clearedAt: isoTime(observation.at) }
  if (alarm === undefined) return
  if (observation.event === 'raised') engine.lateAlarms.set(rule.id, alarm)
  else engine.lateAlarms.delete(rule.id)
  engine.changes.transitions.push({ event: observation.event, alarm, from: 'normal', at: observation.at, actor: null, announced: false })
}

const lookUp = (engine: Engine, observation: Observation): { rule: AlarmRule; point: NumberedPoint } | undefined => {
  const rule = engine.book.rules[observation.rule]
  const point = engine.points.get(engine.book.points[observation.rule] ?? -1)
  return rule === undefined || point === undefined ? undefined : { rule, point }
}

/** Puts an occurrence into its new state, and notes the transition. */
export const enterState = (engine: Engine, alarm: Alarm, from: AlarmState, event: TransitionEvent, at: number, actor: string | null): Alarm => {
  putAlarm(engine.alarms, alarm)
  engine.changes.transitions.push({ event, alarm, from, at, actor, announced: true })
  engine.changes.rules.add(alarm.rule)
  return alarm
}
