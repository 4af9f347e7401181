import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { InstrumentFinding } from '@hazardwatch/shared/instrument-finding'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { isoTime } from '@hazardwatch/shared/time'
import { currentAlarm, sourceIsQuiet } from './alarm-book.ts'
import { nextState } from './alarm-lifecycle.ts'
import type { Observation } from './detect/limit.ts'
import type { Detection } from './detection.ts'
import { applyDry, isDry } from './dry-run.ts'
import { enterState, inState } from './enter-state.ts'
import type { Engine } from './engine-state.ts'
import { coverDependents, endOneShot } from './hide-alarm.ts'
import { overlayOf, slotOn, type Slot } from './overlay-book.ts'
import { raiseAlarm } from './raise-alarm.ts'

/** Takes an observation of live data through the lifecycle. */
export const applyLive = (engine: Engine, observation: Observation): void => {
  const found = lookUp(engine, observation)
  if (found === undefined) return
  const { rule, point, slot } = found
  const before = currentAlarm(engine.alarms, slot)
  if (isDry(engine, rule, observation, before)) { applyDry(engine, rule, point, observation, findingOf(engine.book.detections[observation.rule])); return }
  const to = nextState(before?.underlyingState ?? 'normal', observation.event === 'raised' ? 'raise' : 'clear', rule)
  if (to === 'refused') return
  const { at } = observation
  if (observation.event === 'cleared') {
    if (before === undefined) return
    enterState(engine, { ...inState(before, to), clearedAt: isoTime(at) }, { event: 'cleared', from: before.state, at, actor: null })
    endOneShot(engine, slot)
    coverDependents(engine, slot, Math.max(engine.wall, at))
    return
  }
  // The earlier occurrence has ended; it can still be acknowledged by its id, but the live state is the new one's.
  if (before !== undefined) enterState(engine, inState(before, 'normal'), { event: 'superseded', from: before.state, at, actor: null })
  const firstOut = overlayOf(engine.overlays, slot) === undefined && sourceIsQuiet(engine.alarms, point.enterprise, point.source)
  enterState(engine, raiseAlarm(rule, point, observation, to, { late: false, firstOut, dryRun: false, finding: findingOf(engine.book.detections[observation.rule]) }), { event: 'raised', from: 'normal', at, actor: null })
  coverDependents(engine, slot, Math.max(engine.wall, at))
}

/** Late occurrences are recorded and never announced; they are no part of the live state, so theirs is always `normal`. */
export const applyLate = (engine: Engine, observation: Observation, liveAt: number): void => {
  const found = lookUp(engine, observation)
  if (found === undefined) return
  const { rule, point, slot } = found
  const open = engine.lateAlarms.get(rule.id)
  const alarm = observation.event === 'raised'
    ? raiseAlarm(rule, point, observation, 'normal', { late: true, firstOut: false, dryRun: rule.dryRun === true, finding: findingOf(engine.memory.late.get(observation.rule)?.detection) })
    : open && { ...open, clearedAt: isoTime(observation.at) }
  if (alarm === undefined) return
  if (observation.event === 'raised') engine.lateAlarms.set(rule.id, alarm)
  else engine.lateAlarms.delete(rule.id)
  const retold = isRetold(engine, slot, observation.rule, alarm, liveAt)
  engine.changes.transitions.push({ event: observation.event, alarm, from: 'normal', at: observation.at, actor: null, reason: null, announced: false, retold })
}

/**
 * A late finding that begins within the alarm that stands, at a time up to which live data has been judged, is that alarm once more: a gateway that
 * sends its buffer again seldom begins between two excursions. Of later times nothing is known but what the late reading says.
 */
const isRetold = (engine: Engine, slot: Slot, rule: number, late: Alarm, liveAt: number): boolean => {
  const onset = Date.parse(late.onsetAt)
  const standing = late.dryRun ? engine.dryAlarms.get(engine.book.rules.idOf(rule) ?? '') ?? currentAlarm(engine.alarms, slot) : currentAlarm(engine.alarms, slot)
  return standing !== undefined && standing.clearedAt === null && Date.parse(standing.onsetAt) < onset && onset <= liveAt
}

const findingOf = (detection: Detection | undefined): InstrumentFinding | undefined => detection?.detector.finding?.(detection.own)

const lookUp = (engine: Engine, observation: Observation): { rule: AlarmRule; point: NumberedPoint; slot: Slot } | undefined => {
  const rule = engine.book.rules.get(observation.rule)
  const point = engine.points.get(engine.book.points[observation.rule] ?? -1)
  return rule === undefined || point === undefined ? undefined : { rule, point, slot: slotOn(rule.id, point) }
}
