import { isHidden, type Alarm } from '@hazardwatch/shared/alarm'
import { evidenceKinds, isEvidence, type AlarmMark } from '@hazardwatch/shared/alarm-mark'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { isoTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { currentAlarm } from './alarm-book.ts'
import { nextState, type LifecycleEvent } from './alarm-lifecycle.ts'
import { commandZh, stateZh, type CommandEvent } from './alarm-words.ts'
import { enterState, inState, policyOf } from './enter-state.ts'
import type { Engine } from './engine-state.ts'
import { overlayOf, type Slot } from './overlay-book.ts'

/**
 * Acknowledges the occurrence that the operator saw; a newer one of the same rule is left alone.
 * @returns the occurrence after it. @throws HazardError `not_found` (not an open occurrence), `alarm_state`.
 */
export const acknowledgeAlarm = (engine: Engine, id: string, by: string, now: number): Alarm =>
  command(engine, id, 'acknowledge', { event: 'acknowledged', by, now }, { acknowledgedAt: isoTime(now), acknowledgedBy: by })

/** Resets a latched alarm that has returned and been acknowledged. Errors as for {@link acknowledgeAlarm}. */
export const resetAlarm = (engine: Engine, id: string, by: string, now: number): Alarm => command(engine, id, 'reset', { event: 'reset', by, now }, {})

/** Notes that the corrective action has been taken; it does not change the state. Errors as for {@link acknowledgeAlarm}. */
export const confirmAlarm = (engine: Engine, id: string, by: string, now: number): Alarm => {
  const alarm = openAlarm(engine, id)
  const why = isHidden(alarm) ? { en: `it is ${alarm.state}`, zh: `处于“${stateZh[alarm.state]}”状态` } : unconfirmable(alarm)
  if (why !== null) throw new HazardError('alarm_state', { en: `alarm ${id} cannot be confirmed: ${why.en}`, zh: `报警 ${id} 不能${commandZh.confirmed}：${why.zh}` })
  return enterState(engine, { ...alarm, confirmedAt: isoTime(now), confirmedBy: by }, { event: 'confirmed', from: alarm.state, at: now, actor: by })
}

/** Says who deals with it, hidden or not; null = nobody. @throws HazardError `not_found` (not an open occurrence) */
export const assignAlarm = (engine: Engine, id: string, by: string, assignee: string | null, now: number): Alarm => {
  const alarm = openAlarm(engine, id)
  return enterState(engine, { ...alarm, assignee }, { event: 'assigned', from: alarm.state, at: now, actor: by, reason: assignee, told: true })
}

/** Says whether an early warning was useful, hidden or not. @throws HazardError `not_found` (not an open occurrence), `mark_refused` */
export const markAlarm = (engine: Engine, id: string, by: string, useful: boolean, now: number): Alarm => {
  const alarm = openAlarm(engine, id)
  return enterState(engine, { ...alarm, mark: markOf(alarm, by, useful, now) }, { event: 'marked', from: alarm.state, at: now, actor: by, reason: markWord(useful), told: true })
}

/** @returns the mark of an alarm. @throws HazardError `mark_refused` for kinds that are no evidence */
export const markOf = (alarm: Alarm, by: string, useful: boolean, now: number): AlarmMark => {
  if (isEvidence(alarm.kind)) return { useful, by, at: isoTime(now) }
  throw new HazardError('mark_refused', {
    en: `alarm ${alarm.id} is of kind ${alarm.kind}; only alarms of kind ${evidenceKinds.join(', ')} can be marked, comment on this one instead`,
    zh: `报警 ${alarm.id} 的类型为 ${alarm.kind}；只有 ${evidenceKinds.join('、')} 类报警可以评价，请改为写备注`,
  })
}

/** As the journal says it. */
export const markWord = (useful: boolean): string => serviceReason(useful ? 'useful' : 'notUseful')

/** @returns why an occurrence cannot be confirmed: action is taken by those who have seen it, and once. */
export const unconfirmable = ({ confirmedAt, confirmedBy, underlyingState }: Alarm): Words | null => {
  if (confirmedAt !== null) return { en: `it was confirmed by ${confirmedBy ?? 'unknown'} at ${confirmedAt}`, zh: `${confirmedBy ?? '未具名者'} 已于 ${confirmedAt} ${commandZh.confirmed}` }
  return underlyingState === 'unacknowledged' || underlyingState === 'returned_unacknowledged' ? { en: 'acknowledge it first', zh: '请先确认报警' } : null
}

/** An acknowledged alarm that still stands asks again. One that has gone on since the timer was set (`at`, epoch ms) is left alone. */
export const reAlarm = (engine: Engine, slot: Slot, at: number): void => {
  const alarm = currentAlarm(engine.alarms, slot)
  const policy = policyOf(engine, slot)
  if (alarm?.acknowledgedAt === null || alarm === undefined || policy.reAlarmS === undefined || policy.reAlarmS === null) return
  const to = nextState(alarm.underlyingState, 'reAlarm', policy)
  if (to === 'refused' || Date.parse(alarm.acknowledgedAt) + policy.reAlarmS * 1000 !== at) return
  enterState(engine, { ...inState(alarm, to), acknowledgedAt: null, acknowledgedBy: null }, { event: 'reAlarmed', from: alarm.state, at, actor: null })
}

const command = (
  engine: Engine, id: string, event: LifecycleEvent, doing: { event: CommandEvent; by: string; now: number }, change: Partial<Alarm>,
): Alarm => {
  const alarm = openAlarm(engine, id)
  const hidden = overlayOf(engine.overlays, alarm) !== undefined
  const to = hidden ? 'refused' : nextState(alarm.underlyingState, event, policyOf(engine, alarm))
  if (to === 'refused') {
    const now = describe(alarm)
    throw new HazardError('alarm_state', { en: `alarm ${id} is ${now.en}; it cannot be ${doing.event}`, zh: `报警 ${id} ${now.zh}；不能${commandZh[doing.event]}` })
  }
  return enterState(engine, { ...inState(alarm, to), ...change }, { event: doing.event, from: alarm.state, at: doing.now, actor: doing.by })
}

const openAlarm = (engine: Engine, id: string): Alarm => {
  const alarm = engine.alarms.byId.get(id)
  if (alarm === undefined) throw new HazardError('not_found', { en: `alarm ${id} is not open`, zh: `报警 ${id} 已结束或不存在` })
  return alarm
}

const describe = ({ state, acknowledgedAt, acknowledgedBy }: Alarm): Words => {
  const zh = `处于“${stateZh[state]}”状态`
  if (acknowledgedAt === null) return { en: state, zh }
  return { en: `${state}, acknowledged by ${acknowledgedBy ?? 'unknown'} at ${acknowledgedAt}`, zh: `${zh}，${acknowledgedBy ?? '未具名者'} 已于 ${acknowledgedAt} 确认` }
}
