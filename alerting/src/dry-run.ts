import { isActive, type Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { InstrumentFinding } from '@hazardwatch/shared/instrument-finding'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { isoTime } from '@hazardwatch/shared/time'
import type { Observation } from './detect/limit.ts'
import type { Engine } from './engine-state.ts'
import { overlayOf, slotOn } from './overlay-book.ts'
import { bookedAs } from './rule-slots.ts'
import { raiseAlarm } from './raise-alarm.ts'

/**
 * Rules in a dry run: judged as any other, but what they find is kept beside the alarm book. So it can be neither open nor acknowledged, covers no other
 * alarm and is no first-out; its state is always `normal`.
 */

/**
 * @param before what the slot of the rule has in the alarm book
 * @returns whether an observation is one of the dry run. The end of an alarm that was live when the dry run began is not.
 */
export const isDry = (engine: Engine, rule: AlarmRule, { event }: Observation, before: Alarm | undefined): boolean =>
  event === 'cleared' ? engine.dryAlarms.has(rule.id) : rule.dryRun === true && (before === undefined || !isActive(before))

/** Records what the rule would have alarmed, or the end of it. */
export const applyDry = (engine: Engine, rule: AlarmRule, point: NumberedPoint, observation: Observation, finding: InstrumentFinding | undefined): void => {
  const standing = engine.dryAlarms.get(rule.id)
  if (observation.event === 'cleared') {
    if (standing !== undefined) endDry(engine, standing, observation.at, null)
    return
  }
  if (standing !== undefined) return
  const alarm: Alarm = {
    ...raiseAlarm(rule, point, observation, 'normal', { late: false, firstOut: false, dryRun: true, finding }),
    // Hidden, it would not have been told either.
    reason: overlayOf(engine.overlays, slotOn(rule.id, point))?.reason ?? null,
  }
  engine.dryAlarms.set(rule.id, alarm)
  note(engine, 'raised', alarm, observation.at, null)
}

/** Ends what a dry run has standing. @param at epoch ms, event time @param reason why, when it is not its condition that ends */
export const endDry = (engine: Engine, standing: Alarm, at: number, reason: string | null): void => {
  engine.dryAlarms.delete(bookedAs(engine, standing))
  note(engine, 'cleared', { ...standing, clearedAt: isoTime(at) }, at, reason)
}

const note = (engine: Engine, event: 'raised' | 'cleared', alarm: Alarm, at: number, reason: string | null): void => {
  engine.changes.transitions.push({ event, alarm, from: 'normal', at, actor: null, reason, announced: false })
  engine.changes.rules.add(bookedAs(engine, alarm))
}
