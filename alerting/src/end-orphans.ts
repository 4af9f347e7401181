import { isActive } from '@hazardwatch/shared/alarm'
import { isoTime } from '@hazardwatch/shared/time'
import { nextState } from './alarm-lifecycle.ts'
import { enterState, inState, policyOf } from './enter-state.ts'
import type { Engine } from './engine-state.ts'
import { coverDependents, endOverlays } from './hide-alarm.ts'
import type { Slot } from './overlay-book.ts'
import { bookedAs } from './rule-slots.ts'

/**
 * After a restart: a rule that was taken from a point in the moment before the end leaves an alarm that no reading would ever clear, and what hides it
 * would hide a later one. Both end here, as they would have then.
 * @param clockOf event time at the point of a slot, epoch ms @param now epoch ms, wall time
 */
export const endOrphans = (engine: Engine, clockOf: (slot: Slot) => number, now: number): void => {
  const orphans = [...engine.alarms.bySlot.values()].filter((alarm) => isActive(alarm) && !isWatched(engine, alarm))
  for (const alarm of orphans) {
    const to = nextState(alarm.underlyingState, 'clear', policyOf(engine, alarm))
    if (to === 'refused') continue
    const at = Math.max(clockOf(alarm), Date.parse(alarm.raisedAt))
    enterState(engine, { ...inState(alarm, to), clearedAt: isoTime(at) }, { event: 'cleared', from: alarm.state, at, actor: null })
    coverDependents(engine, alarm, now)
  }
  for (const overlay of [...engine.overlays.held.values(), ...engine.overlays.suppressed.values()]) {
    if (!isWatched(engine, overlay)) endOverlays(engine, overlay, now)
  }
}

const isWatched = (engine: Engine, slot: Slot): boolean => {
  const { book, points } = engine
  const row = book.rows.get(bookedAs(engine, slot))
  const point = points.get(row === undefined ? -1 : book.points[row] ?? -1)
  return point?.enterprise === slot.enterprise && point.tag === slot.point
}
