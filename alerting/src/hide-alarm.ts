import { isActive, type Alarm } from '@hazardwatch/shared/alarm'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import type { Words } from '@hazardwatch/shared/words'
import { currentAlarm } from './alarm-book.ts'
import { nextHeld, nextState, type Held, type HidingEvent } from './alarm-lifecycle.ts'
import type { HidingTransitionEvent } from './alarm-transition.ts'
import { enterState, inState, policyOf } from './enter-state.ts'
import type { Engine } from './engine-state.ts'
import { dropOverlay, heldAs, overlayOf, putOverlay, slotKey, type Overlay, type Slot } from './overlay-book.ts'
import { setTimer, unshelveTimer } from './wall-timers.ts'

/** Who hides an alarm or brings it back, when (epoch ms, wall time), and why. */
export interface Doing { by: string | null; reason: string; now: number }

/**
 * Hides the alarm of a slot, whatever its state: everything goes on underneath, unannounced.
 * @param until epoch ms at which it ends by itself; null = only when somebody ends it @param oneShot it ends when the alarm clears, if that comes first
 * @throws HazardError `alarm_state` when it is hidden by somebody already.
 */
export const shelveAlarm = (engine: Engine, slot: Slot, { by, reason, now }: Doing, until: number | null, oneShot: boolean): Overlay => {
  step(engine, slot, 'shelve')
  const overlay = begin(engine, { ...slotOnly(slot), state: 'shelved', since: now, until, oneShot, by, reason, causes: {} }, 'shelved', now)
  const timer = unshelveTimer(overlay)
  if (timer !== undefined) setTimer(engine.timers, timer)
  return overlay
}

/** Brings a shelved alarm back. @throws HazardError `alarm_state` when it is not shelved. */
export const unshelveAlarm = (engine: Engine, slot: Slot, doing: Doing): Overlay => bringBack(engine, slot, 'unshelve', 'unshelved', doing)

/** Hides the alarm of a slot for maintenance until it is returned. @throws HazardError `alarm_state` as for {@link shelveAlarm}. */
export const takeOutOfService = (engine: Engine, slot: Slot, { by, reason, now }: Doing): Overlay => {
  step(engine, slot, 'outOfService')
  return begin(engine, { ...slotOnly(slot), state: 'out_of_service', since: now, until: null, oneShot: false, by, reason, causes: {} }, 'outOfService', now)
}

/** @throws HazardError `alarm_state` when it is not out of service. */
export const returnToService = (engine: Engine, slot: Slot, doing: Doing): Overlay => bringBack(engine, slot, 'returnToService', 'returnedToService', doing)

/** The time of a shelving is over; one that has been ended or begun anew since is left alone. */
export const expireShelving = (engine: Engine, slot: Slot, at: number): void => {
  const overlay = engine.overlays.held.get(slotKey(slot))
  if (overlay?.state !== 'shelved' || overlay.until !== at) return
  end(engine, overlay, 'unshelved', { by: null, reason: serviceReason('expired'), now: at })
}

/** The alarm has cleared: a shelving for one time is over. */
export const endOneShot = (engine: Engine, slot: Slot): void => {
  const overlay = engine.overlays.held.get(slotKey(slot))
  if (overlay?.oneShot === true) end(engine, overlay, 'unshelved', { by: null, reason: serviceReason('cleared'), now: Math.max(engine.wall, overlay.since) })
}

/**
 * Suppression by design: one cause more, or the same cause with another reason. Nothing is refused.
 * @param cause identity of what suppresses, so that it can end what it began
 */
export const suppressAlarm = (engine: Engine, slot: Slot, cause: string, { by, reason, now }: Doing): void => {
  const before = engine.overlays.suppressed.get(slotKey(slot))
  if (before?.causes[cause] === reason) return
  const causes = { ...before?.causes, [cause]: reason }
  const overlay: Overlay = {
    ...slotOnly(slot), state: 'suppressed', since: before?.since ?? now, until: null, oneShot: false, by: before?.by ?? by, reason: Object.values(causes).join('; '), causes,
  }
  if (before === undefined) begin(engine, overlay, 'suppressed', now)
  else putAndNote(engine, overlay, 'suppressed', now)
}

/** One cause less; the alarm comes back when it was the last. */
export const unsuppressAlarm = (engine: Engine, slot: Slot, cause: string, { by, reason, now }: Doing): void => {
  const before = engine.overlays.suppressed.get(slotKey(slot))
  if (before?.causes[cause] === undefined) return
  const { [cause]: _, ...causes } = before.causes
  if (Object.keys(causes).length === 0) end(engine, { ...before, causes }, 'unsuppressed', { by, reason, now })
  else putAndNote(engine, { ...before, causes, reason: Object.values(causes).join('; ') }, 'suppressed', now)
}

/**
 * The alarm of a rule covers those that depend on it while it stands. One that is itself suppressed or out of service covers nothing:
 * its word is not taken, and two that name each other cannot hide each other.
 */
export const coverDependents = (engine: Engine, { rule }: Pick<Slot, 'rule'>, now: number): void => {
  const dependents = engine.dependents.get(rule)
  if (dependents === undefined) return
  for (const slot of dependents.values()) coverSlot(engine, slot, rule, now)
}

const coverSlot = (engine: Engine, slot: Slot, rule: string, now: number): void => {
  if (stands(engine, rule, slot)) suppressAlarm(engine, slot, causeOf(rule), { by: null, reason: serviceReason('stands', rule), now })
  else unsuppressAlarm(engine, slot, causeOf(rule), { by: null, reason: serviceReason('standsNoMore', rule), now })
}

const causeOf = (rule: string): string => `alarm ${rule}`

/** @returns whether the alarm of a rule is one that covers a slot. Of a rule on many points, its alarm on the point of the dependent covers it alone; where it is not on that point, any of its alarms does. */
export const stands = (engine: Engine, rule: string, dependent: Slot): boolean => {
  const many = engine.selectors.rules.get(rule)
  if (many === undefined) {
    const row = engine.book.rows.get(rule)
    const point = engine.points.get(row === undefined ? -1 : engine.book.points[row] ?? -1)
    return point !== undefined && covers(currentAlarm(engine.alarms, { rule, enterprise: point.enterprise, point: point.tag }))
  }
  if (many.rule.enterprise === dependent.enterprise && many.parts.has(dependent.point)) return covers(currentAlarm(engine.alarms, { ...dependent, rule }))
  return [...engine.alarms.bySlot.values()].some((alarm) => alarm.rule === rule && covers(alarm))
}

const covers = (alarm: Alarm | undefined): boolean => alarm !== undefined && isActive(alarm) && alarm.state !== 'suppressed' && alarm.state !== 'out_of_service'

/** Says anew which alarms cover a slot; what covers it no more lets go. */
export const linkCauses = (engine: Engine, slot: Slot, causes: readonly string[], now: number): void => {
  if (engine.dependents.size === 0 && causes.length === 0) return
  const key = slotKey(slot)
  for (const [cause, dependents] of engine.dependents) {
    if (causes.includes(cause) || !dependents.delete(key)) continue
    unsuppressAlarm(engine, slot, causeOf(cause), { by: null, reason: serviceReason('coversNoMore', cause), now })
  }
  for (const cause of causes) {
    engine.dependents.set(cause, (engine.dependents.get(cause) ?? new Map<string, Slot>()).set(key, slotOnly(slot)))
    coverSlot(engine, slot, cause, now)
  }
}

/** The rule has gone from the slot: whatever hides it ends. */
export const endOverlays = (engine: Engine, slot: Slot, now: number): void => {
  const doing = { by: null, reason: serviceReason('ruleGone'), now }
  const held = engine.overlays.held.get(slotKey(slot))
  if (held !== undefined) end(engine, held, held.state === 'shelved' ? 'unshelved' : 'returnedToService', doing)
  const suppressed = engine.overlays.suppressed.get(slotKey(slot))
  if (suppressed !== undefined) end(engine, suppressed, 'unsuppressed', doing)
}

const step = (engine: Engine, slot: Slot, event: HidingEvent): void => {
  const held = heldAs(engine.overlays, slot)
  if (nextHeld(held, event) !== 'refused') return
  const { en, zh } = words[held === 'none' ? event === 'unshelve' ? 'shelved' : 'out_of_service' : held]
  throw refusal(slot, held === 'none' ? { en: `not ${en}`, zh: `未${zh}` } : { en: `${en} already; end that first`, zh: `已${zh}；请先解除` })
}

const words: Record<Exclude<Held, 'none'>, Words> = { shelved: { en: 'shelved', zh: '搁置' }, out_of_service: { en: 'out of service', zh: '停用' } }

const refusal = ({ rule, enterprise, point }: Slot, now: Words): HazardError =>
  new HazardError('alarm_state', { en: `rule ${rule} on ${enterprise}/${point} is ${now.en}`, zh: `规则 ${rule}（测点 ${enterprise}/${point}）${now.zh}` })

const bringBack = (engine: Engine, slot: Slot, event: HidingEvent, told: HidingTransitionEvent, doing: Doing): Overlay => {
  step(engine, slot, event)
  const overlay = engine.overlays.held.get(slotKey(slot))
  if (overlay === undefined) throw refusal(slot, { en: 'not hidden', zh: '未被隐藏' })
  end(engine, overlay, told, doing)
  return overlay
}

const begin = (engine: Engine, overlay: Overlay, event: HidingTransitionEvent, now: number): Overlay => {
  const alarm = currentAlarm(engine.alarms, overlay)
  putAndNote(engine, overlay, event, now)
  if (alarm === undefined) return overlay
  enterState(engine, alarm, { event, from: alarm.state, at: now, actor: overlay.by, reason: overlay.reason, told: true })
  coverDependents(engine, overlay, now)
  return overlay
}

const putAndNote = (engine: Engine, overlay: Overlay, event: HidingTransitionEvent, at: number): void => {
  putOverlay(engine.overlays, overlay)
  note(engine, { event, overlay, ended: false, at, actor: overlay.by, reason: overlay.reason })
}

/** What lies underneath comes to light, unless something else still hides it. */
const end = (engine: Engine, overlay: Overlay, event: HidingTransitionEvent, { by, reason, now }: Doing): void => {
  const alarm = currentAlarm(engine.alarms, overlay)
  dropOverlay(engine.overlays, overlay)
  note(engine, { event, overlay, ended: true, at: now, actor: by, reason })
  if (alarm === undefined) return
  const cause = { event, from: alarm.state, at: now, actor: by, reason, told: true }
  const revealed = overlayOf(engine.overlays, overlay) === undefined ? nextState(alarm.underlyingState, 'reveal', policyOf(engine, alarm)) : 'refused'
  if (revealed === 'refused') {
    enterState(engine, alarm, cause)
    return
  }
  // It asks anew: who acknowledged it before stands in the journal.
  const unseen = revealed === 'unacknowledged' ? { acknowledgedAt: null, acknowledgedBy: null } : {}
  enterState(engine, { ...inState(alarm, revealed), ...unseen }, cause)
  coverDependents(engine, overlay, now)
}

const note = (engine: Engine, transition: Omit<Parameters<Engine['changes']['overlays']['push']>[0], 'after'>): void => {
  engine.changes.overlays.push({ ...transition, after: engine.changes.transitions.length })
}

const slotOnly = ({ rule, enterprise, point }: Slot): Slot => ({ rule, enterprise, point })
