import { isActive } from '@hazardwatch/shared/alarm'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { currentAlarm } from '../alarm-book.ts'
import type { Engine } from '../engine-state.ts'
import { stands, suppressAlarm, unsuppressAlarm } from '../hide-alarm.ts'
import { slotKey, slotOn, type Slot } from '../overlay-book.ts'
import { lastHeard, patienceOf, spokeToTheEnd } from './find-failure.ts'
import { causeOf, type Covered, type Gateway } from './gateway-book.ts'

/** Kinds whose alarm may be nothing but the loss of the gateway. A limit is never covered. */
export const isOfCommunication = (kind: RuleKind): boolean => kind === 'silence' || kind === 'fault'

/** What a gateway says of its points on leaving (a Sparkplug node's death makes them bad) arrives with that word. */
export const SAME_TIME_MS = 1_000
/** A point that nobody expects to speak has so long to be heard again [M]. */
const PATIENCE_MS = 60_000

/** @returns whether an alarm of the point is the gateway's doing: it spoke as long as the gateway did, or was made bad by its leaving */
const isOfGateway = (engine: Engine, gateway: Gateway, row: number): boolean => {
  const { book, memory } = engine
  const heardAt = memory.points.heardAt[book.points[row] ?? -1] ?? 0
  if (book.rules.kindOf(row) === 'fault') return Math.abs(heardAt - gateway.leftAt) <= SAME_TIME_MS
  return spokeToTheEnd(heardAt, book.configs.onDelay[row] ?? 0, lastHeard(engine, gateway))
}

/** Covers the silence of a point that spoke as long as its gateway did, and the fault that the gateway's leaving made. */
export const coverByGateway = (engine: Engine, gateway: Gateway, row: number, now: number): void => {
  const { book } = engine
  const rule = book.rules.get(row)
  const number = book.points[row] ?? -1
  const point = engine.points.get(number)
  const id = gateway.ruleId
  if (rule === undefined || point === undefined || id === undefined || !isOfCommunication(rule.kind)) return
  const slot = slotOn(rule.id, point)
  if (!stands(engine, id, slot) || !isOfGateway(engine, gateway, row)) return
  suppressAlarm(engine, slot, causeOf(gateway), { by: null, reason: serviceReason('coveredByGateway', gateway.point.tag), now })
  engine.gateways.covered.set(slotKey(slot), { slot, gateway: gateway.number, afterMs: patienceFor(engine, row) })
}

/** How long an alarm stays covered when the gateway is back: as long as the point may take to be heard again. */
export const patienceFor = (engine: Engine, row: number): number => {
  const { book } = engine
  const afterMs = book.rules.kindOf(row) === 'silence' ? book.configs.onDelay[row] ?? 0 : patienceOf(engine, book.points[row] ?? -1).silentMs
  return afterMs === Number.POSITIVE_INFINITY ? PATIENCE_MS : afterMs
}

/** Alarms of its points that stand already when the failure is found. */
export const coverStanding = (engine: Engine, gateway: Gateway, now: number): void => {
  const { book } = engine
  for (const member of gateway.members) {
    for (let row = book.firstOfPoint[member] ?? -1; row !== -1; row = book.nextOfRule[row] ?? -1) {
      const rule = book.rules.get(row)
      const point = engine.points.get(member)
      if (rule === undefined || point === undefined || book.taps.has(row) || !isOfCommunication(rule.kind)) continue
      const alarm = currentAlarm(engine.alarms, slotOn(rule.id, point))
      if (alarm !== undefined && isActive(alarm)) coverByGateway(engine, gateway, row, now)
    }
  }
}

/** The cover ends: what stands underneath comes to light. */
export const uncover = (engine: Engine, { slot, gateway }: Covered, reason: string, now: number): void => {
  const { covered, gateways } = engine.gateways
  covered.delete(slotKey(slot))
  const by = gateways[gateway]
  if (by !== undefined) unsuppressAlarm(engine, slot, causeOf(by), { by: null, reason, now })
}

/** The point speaks again: its silence is over, and nothing is left to cover. */
export const uncoverHeard = (engine: Engine, slot: Slot, now: number): void => {
  const found = engine.gateways.covered.size === 0 ? undefined : engine.gateways.covered.get(slotKey(slot))
  if (found !== undefined) uncover(engine, found, serviceReason('heardAgain'), now)
}
