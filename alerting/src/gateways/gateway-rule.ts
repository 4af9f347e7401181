import { AlarmRule, type Priority } from '@hazardwatch/shared/alarm-rule'
import { configureRule } from '../configure-rule.ts'
import type { Engine } from '../engine-state.ts'
import { ownRuleId, type Gateway } from './gateway-book.ts'

/** Loss of a gateway: no hazard by itself, and nothing behind it is seen any more [M: ISA-18.2 practice puts loss of communication at medium]. */
const PRIORITY: Priority = 'yellow'

/** @returns the row of a gateway's rule: the one that somebody has written, or its own, made here */
export const ruleRowOf = (engine: Engine, gateway: Gateway, now: number): number | undefined => {
  if (gateway.ruleId !== undefined) return engine.book.rows.get(gateway.ruleId)
  const id = ownRuleId(gateway)
  // An id that somebody has given to another rule.
  if (engine.book.rows.has(id)) return undefined
  const { enterprise, tag } = gateway.point
  configureRule(engine, AlarmRule.parse({ id, enterprise, point: tag, kind: 'gateway', priority: PRIORITY }), gateway.point, now)
  return engine.book.rows.get(id)
}
