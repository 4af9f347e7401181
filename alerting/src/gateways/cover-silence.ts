import { isActive } from '@hazardwatch/shared/alarm'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { currentAlarm } from '../alarm-book.ts'
import type { Engine } from '../engine-state.ts'
import { stands, suppressAlarm, unsuppressAlarm } from '../hide-alarm.ts'
import { slotKey, slotOn, type Slot } from '../overlay-book.ts'
import { lastHeard, spokeToTheEnd } from './find-failure.ts'
import { causeOf, type Covered, type Gateway } from './gateway-book.ts'

/** Kinds whose alarm may be nothing but the loss of the gateway. A limit is never covered. */
export const isOfCommunication = (kind: RuleKind): boolean => kind === 'silence'

/** Covers the silence of a point that spoke as long as its gateway did. @returns whether it did */
export const coverByGateway = (engine: Engine, gateway: Gateway, row: number, now: number): boolean => {
  const { book } = engine
  const rule = book.rules[row]
  const number = book.points[row] ?? -1
  const point = engine.points.get(number)
  const id = gateway.ruleId
  if (rule === undefined || point === undefined || id === undefined || !isOfCommunication(rule.kind)) return false
  const slot = slotOn(rule.id, point)
  if (!stands(engine, id, slot)) return false
  const afterMs = book.configs.onDelay[row] ?? 0
  if (!spokeToTheEnd(engine.memory.points.heardAt[number] ?? 0, afterMs, lastHeard(engine, gateway))) return false
  suppressAlarm(engine, slot, causeOf(gateway), { by: null, reason: `covered by gateway ${gateway.point.tag}`, now })
  engine.gateways.covered.set(slotKey(slot), { slot, gateway: gateway.number, afterMs })
  return true
}

/** Silences that stand already when the failure is found. */
export const coverStanding = (engine: Engine, gateway: Gateway, now: number): void => {
  const { book } = engine
  for (const member of gateway.members) {
    for (let row = book.firstOfPoint[member] ?? -1; row !== -1; row = book.nextOfRule[row] ?? -1) {
      const rule = book.rules[row]
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
  if (found !== undefined) uncover(engine, found, 'heard again', now)
}
