import { NATIVE_GATEWAY } from '@hazardwatch/shared/gateway-profile'
import { RuleId } from '@hazardwatch/shared/ids'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { currentAlarm } from '../alarm-book.ts'
import { applyLive } from '../apply-observation.ts'
import { ACTIVE, IDLE, OFF } from '../detect/limit-columns.ts'
import type { Observation } from '../detect/limit.ts'
import type { Engine } from '../engine-state.ts'
import { stands } from '../hide-alarm.ts'
import { slotOn } from '../overlay-book.ts'
import { bookedAs } from '../rule-slots.ts'
import { coverByGateway, coverStanding, isOfCommunication, patienceFor, SAME_TIME_MS, uncover, uncoverHeard } from './cover-silence.ts'
import { failedSince, lastHeard, quietMs } from './find-failure.ts'
import { gatewayOf, gatewayOfCause, gatewayOfRuleId, memberOf, type Gateway } from './gateway-book.ts'
import { ruleRowOf } from './gateway-rule.ts'

const LOOK_MS = 1_000
/** One that says that it goes is often back at once, on another connection [M]. */
const LEAVE_MS = 10_000

/** Lets wall time pass for the gateways: who has failed, who is heard again, and which silences are covered no longer. */
export const lookAtGateways = (engine: Engine, now: number): void => {
  const book = engine.gateways
  if (now < book.nextLook || book.gateways.length === 0) return
  book.nextLook = now + LOOK_MS
  noteLast(engine)
  for (const gateway of book.gateways) {
    const last = book.last[gateway.number] ?? 0
    if (last === 0) continue
    if (book.down.has(gateway.number)) lookWhetherBack(engine, gateway, last, now)
    else lookWhetherFailed(engine, gateway, last, now)
  }
  for (const [number, since] of book.back) endCovers(engine, number, since, now)
}

/** The one loop over all points: columns only. */
const noteLast = ({ gateways: book, memory }: Engine): void => {
  if (book.last.length < book.gateways.length) book.last = new Float64Array(2 * book.gateways.length)
  const { of, last } = book
  const { heardAt } = memory.points
  last.fill(0)
  const count = Math.min(of.length, heardAt.length)
  for (let point = 0; point < count; point++) {
    const gateway = of[point] ?? -1
    if (gateway < 0) continue
    const heard = heardAt[point] ?? 0
    if (heard > (last[gateway] ?? 0)) last[gateway] = heard
  }
}

const isStrict = (gateway: Gateway): boolean => gateway.point.tag === NATIVE_GATEWAY

const lookWhetherFailed = (engine: Engine, gateway: Gateway, last: number, now: number): void => {
  const since = leftSince(gateway, last, now) ?? silentSince(engine, gateway, last, now)
  if (since !== undefined) raiseFailure(engine, gateway, since, last, now)
}

const leftSince = (gateway: Gateway, last: number, now: number): number | undefined => {
  if (Number.isNaN(gateway.leftAt)) return undefined
  if (last > gateway.leftAt + SAME_TIME_MS) {
    gateway.leftAt = Number.NaN
    return undefined
  }
  return now - gateway.leftAt >= LEAVE_MS ? gateway.leftAt + LEAVE_MS : undefined
}

const silentSince = (engine: Engine, gateway: Gateway, last: number, now: number): number | undefined => {
  const from = Math.max(last, engine.memory.deafUntil)
  const afterS = afterOf(engine, gateway)
  if (afterS !== undefined) return now - from >= afterS * 1000 ? from + afterS * 1000 : undefined
  return gateway.members.size > 1 && now - from >= quietMs(engine, gateway) ? failedSince(engine, gateway, now, isStrict(gateway)) : undefined
}

/** Whoever says after how many seconds it has failed wants it found then, not by its points. */
const afterOf = ({ book }: Engine, { ruleId }: Gateway): number | undefined => (ruleId === undefined ? undefined : book.rules.get(book.rows.get(ruleId) ?? -1)?.afterS)

const raiseFailure = (engine: Engine, gateway: Gateway, since: number, last: number, now: number): boolean => {
  const row = ruleRowOf(engine, gateway, now)
  if (row === undefined || engine.book.configs.mode[row] === OFF) return false
  const { live } = engine.book
  live.phase[row] = ACTIVE
  live.onset[row] = since
  live.onsetValue[row] = (since - last) / 1000
  engine.gateways.down.add(gateway.number)
  engine.gateways.back.delete(gateway.number)
  applyLive(engine, { rule: row, event: 'raised', at: since, onset: since, value: (since - last) / 1000 })
  coverStanding(engine, gateway, Math.max(engine.wall, now))
  return true
}

const lookWhetherBack = (engine: Engine, gateway: Gateway, last: number, now: number): void => {
  const id = gateway.ruleId
  const row = id === undefined ? undefined : engine.book.rows.get(id)
  const { live } = engine.book
  if (id === undefined || row === undefined || live.phase[row] !== ACTIVE) release(engine, gateway, now)
  else if (last >= (live.onset[row] ?? 0)) {
    live.phase[row] = IDLE
    gateway.leftAt = Number.NaN
    release(engine, gateway, last)
    applyLive(engine, { rule: row, event: 'cleared', at: last, onset: live.onset[row] ?? last, value: live.onsetValue[row] ?? 0 })
  } else if (!stands(engine, id, slotOn(RuleId.parse(id), gateway.point))) {
    for (const covered of engine.gateways.covered.values()) if (covered.gateway === gateway.number) uncover(engine, covered, serviceReason('standsNoMore', id), now)
  }
}

const release = ({ gateways }: Engine, gateway: Gateway, since: number): void => {
  gateways.down.delete(gateway.number)
  gateways.back.set(gateway.number, since)
}

/** Each point has the time of its own silence to be heard again; what still is silent then stands by itself. */
const endCovers = (engine: Engine, number: number, since: number, now: number): void => {
  const { back, covered } = engine.gateways
  let left = 0
  for (const each of covered.values()) {
    if (each.gateway !== number) continue
    if (now - since >= each.afterMs) uncover(engine, each, serviceReason('gatewayBack'), now)
    else left++
  }
  if (left === 0) back.delete(number)
}

/** Before a silence or a fault is raised: when it is the first that tells of a failed gateway, that is raised, and this one is covered by it. */
export const beforeRaise = (engine: Engine, { rule: row, event, at }: Observation): void => {
  const rule = engine.book.rules.get(row)
  if (rule === undefined || event !== 'raised' || !isOfCommunication(rule.kind)) return
  const point = engine.book.points[row] ?? -1
  const gateway = memberOf(engine.gateways, point)
  if (gateway === undefined) return
  if (!engine.gateways.down.has(gateway.number)) {
    const last = lastHeard(engine, gateway)
    const since = rule.kind === 'fault' ? leftWith(gateway, last) : afterOf(engine, gateway) === undefined ? failedSince(engine, gateway, at, isStrict(gateway), point) : undefined
    if (since === undefined || !raiseFailure(engine, gateway, since, last, Math.max(engine.wall, at))) return
  }
  coverByGateway(engine, gateway, row, Math.max(engine.wall, at))
}

/** It said that it goes, and made its points bad with that word: it has gone. */
const leftWith = (gateway: Gateway, last: number): number | undefined => (Math.abs(last - gateway.leftAt) <= SAME_TIME_MS ? last + 1 : undefined)

/** After a silence or a fault has ended. */
export const afterClear = (engine: Engine, { rule: row, event, at }: Observation): void => {
  const rule = engine.book.rules.get(row)
  const point = engine.points.get(engine.book.points[row] ?? -1)
  if (rule === undefined || point === undefined || event !== 'cleared' || !isOfCommunication(rule.kind)) return
  uncoverHeard(engine, slotOn(rule.id, point), Math.max(engine.wall, at))
}

/** A gateway said that it goes (native status, death of a Sparkplug node). @param at wall time */
export const noteLeft = (engine: Engine, enterprise: string, code: string, at: number): void => {
  gatewayOf(engine.gateways, enterprise, code).leftAt = at
}

/** When its last failure ended, as long as that asks to be seen. */
const clearedAt = ({ alarms }: Engine, { ruleId, point }: Gateway): number | undefined => {
  const alarm = ruleId === undefined ? undefined : currentAlarm(alarms, { rule: ruleId, enterprise: point.enterprise, point: point.tag })
  return alarm === undefined || alarm.clearedAt === null ? undefined : Date.parse(alarm.clearedAt)
}

/** After a restart: rules of gateways themselves are in no ledger. They are made anew before their memory is put back. */
export const remakeRules = (engine: Engine, memories: Iterable<{ rule: string }>, now: number): void => {
  for (const { rule: id } of memories) {
    if (engine.book.rows.has(id)) continue
    const gateway = gatewayOfRuleId(engine.gateways, id)
    if (gateway !== undefined) ruleRowOf(engine, gateway, now)
  }
}

/** What was down and covered before the restart still is: see {@link lookAtGateways} for how it ends. */
export const restoreGateways = (engine: Engine, now: number): void => {
  const { byKey, down, back, covered } = engine.gateways
  const { rows, live } = engine.book
  for (const { ruleId, number } of byKey.values()) if (ruleId !== undefined && live.phase[rows.get(ruleId) ?? -1] === ACTIVE) down.add(number)
  for (const [key, { rule, enterprise, point, causes }] of engine.overlays.suppressed) {
    for (const cause of Object.keys(causes)) {
      const gateway = gatewayOfCause(engine.gateways, cause)
      if (gateway === undefined) continue
      covered.set(key, { slot: { rule, enterprise, point }, gateway: gateway.number, afterMs: patienceFor(engine, rows.get(bookedAs(engine, { rule, point })) ?? -1) })
      if (!down.has(gateway.number)) back.set(gateway.number, clearedAt(engine, gateway) ?? now)
    }
  }
}
