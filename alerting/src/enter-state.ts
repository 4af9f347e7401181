import type { Alarm, AlarmState, UnderlyingState } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { isoTime } from '@hazardwatch/shared/time'
import { putAlarm } from './alarm-book.ts'
import { shownState, type LifecyclePolicy } from './alarm-lifecycle.ts'
import type { TransitionEvent } from './alarm-transition.ts'
import type { Engine } from './engine-state.ts'
import { heldAs, overlayOf, slotKey, type Slot } from './overlay-book.ts'
import { bookedAs } from './rule-slots.ts'
import { reAlarmTimer, setTimer } from './wall-timers.ts'

/** What made a change: whose doing, when (epoch ms), and what was said about it. */
export interface Cause {
  event: TransitionEvent
  from: AlarmState
  at: number
  actor: string | null
  reason?: string | null
  /** Told although the alarm is hidden: what hides it, and what somebody did to it. */
  told?: boolean
}

/** Puts an occurrence into the state that its underlying state makes, and notes the transition. */
export const enterState = (engine: Engine, changed: Alarm, cause: Cause): Alarm => {
  const alarm = presented(engine, changed)
  putAlarm(engine.alarms, alarm)
  const again = reAlarmTimer(alarm, policyOf(engine, alarm).reAlarmS ?? null)
  if (again !== undefined) setTimer(engine.timers, again)
  const announced = cause.told === true || overlayOf(engine.overlays, alarm) === undefined
  engine.changes.transitions.push({ event: cause.event, alarm, from: cause.from, at: cause.at, actor: cause.actor, reason: cause.reason ?? null, announced })
  engine.changes.rules.add(bookedAs(engine, alarm))
  return alarm
}

/** An occurrence as it is shown: one that has ended is normal even where its rule is hidden. */
const presented = (engine: Engine, alarm: Alarm): Alarm => {
  const overlay = alarm.underlyingState === 'normal' ? undefined : overlayOf(engine.overlays, alarm)
  const state: AlarmState = overlay === undefined
    ? alarm.underlyingState
    : shownState(alarm.underlyingState, heldAs(engine.overlays, alarm), engine.overlays.suppressed.has(slotKey(alarm)))
  return {
    ...alarm, state,
    shelvedUntil: overlay === undefined || overlay.until === null ? null : isoTime(overlay.until),
    shelvedBy: overlay?.by ?? null,
    reason: overlay?.reason ?? null,
  }
}

/** @returns what becomes of an occurrence in this state, with what was known of it before. */
export const inState = (alarm: Alarm, underlyingState: UnderlyingState): Alarm => ({ ...alarm, underlyingState })

export const policyOf = (engine: Engine, slot: Slot): LifecyclePolicy & Partial<Pick<AlarmRule, 'reAlarmS'>> => {
  const row = engine.book.rows.get(bookedAs(engine, slot))
  const known = row === undefined ? undefined : engine.book.rules.get(row)
  // A retired rule's last alarm can still be acknowledged; nothing is left to latch.
  return known ?? { ackRequired: true, latching: false }
}
