import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger, LedgerChange } from '@hazardwatch/shared/ledger-port'
import { cameraPoint } from './camera-point.ts'
import { configureRule, retireRule } from './configure-rule.ts'
import { otherInputs } from './detect/all-detectors.ts'
import { takeChanges, type Engine } from './engine-state.ts'
import { notePoint, type Situation } from './follow-situation.ts'
import { gatewayOf } from './gateways/gateway-book.ts'
import { reservePoints } from './point-memory.ts'
import { reserveBook, rulesOfPoint } from './rule-book.ts'

/** Rules whose changes are let go at once: what has just been read need not be written again. */
const RULES_AT_ONCE = 10_000

/** Takes in all rules of the ledger. */
export const configureAll = (engine: Engine, ledger: Ledger, now: number): void => {
  const rules = ledger.rules()
  const lastPoint = ledger.points().reduce((last, { number }) => Math.max(last, number), 0)
  reserveBook(engine.book, rules.length, lastPoint)
  reservePoints(engine.memory.points, lastPoint)
  rules.forEach((rule, index) => {
    const point = watchedBy(engine, ledger, rule)
    if (point !== undefined) configureRule(engine, rule, point, now, inputsOf(ledger, rule))
    if (index % RULES_AT_ONCE === 0) takeChanges(engine)
  })
}

const noInputs: (NumberedPoint | undefined)[] = []

const inputsOf = (ledger: Ledger, rule: AlarmRule): (NumberedPoint | undefined)[] => rule.others === undefined && rule.sibling === undefined && rule.activeWhile === undefined ? noInputs :
  [...otherInputs(rule), ...(rule.activeWhile === undefined ? [] : [rule.activeWhile.point])].map((tag) => ledger.point(rule.enterprise, tag))

/** What a rule watches: a point, or a camera or gateway in the shape of one. */
const watchedBy = (engine: Engine, ledger: Ledger, rule: AlarmRule): NumberedPoint | undefined => {
  if (rule.kind === 'gateway') return gatewayOf(engine.gateways, rule.enterprise, rule.point).point
  if (rule.kind !== 'video') return ledger.point(rule.enterprise, rule.point)
  const camera = ledger.camera(rule.enterprise, rule.point)
  return camera && cameraPoint(engine, camera)
}

/** Every rule that hears a point is made anew of what the point is now: its range and its unit are in some of them. */
const reconfigure = (engine: Engine, ledger: Ledger, number: number, now: number): void => {
  const { book } = engine
  const ids = new Set(rulesOfPoint(book, number).map((row) => book.rules[book.taps.get(row)?.rule ?? row]?.id))
  for (const id of ids) {
    const rule = id === undefined ? undefined : ledger.rule(id)
    const point = rule && watchedBy(engine, ledger, rule)
    if (rule !== undefined && point !== undefined) configureRule(engine, rule, point, now, inputsOf(ledger, rule))
  }
}

/** The ledger changed while we run: rules and points change with it, alarms stay. */
export const followLedger = (engine: Engine, situation: Situation, ledger: Ledger, change: LedgerChange, now: number): void => {
  switch (change.type) {
    case 'enterprise':
      for (const source of ledger.sources()) if (source.enterprise === change.enterprise.code) situation.stale.add(pointKey(source.enterprise, source.code))
      return
    case 'source':
      situation.stale.add(pointKey(change.source.enterprise, change.source.code))
      return
    case 'point':
      notePoint(situation, change.point, change.retired)
      if (change.retired) return
      engine.points.set(change.point.number, change.point)
      reconfigure(engine, ledger, change.point.number, now)
      return
    case 'rule': {
      const point = watchedBy(engine, ledger, change.rule)
      if (change.retired || point === undefined) retireRule(engine, change.rule.id, now)
      else configureRule(engine, change.rule, point, now, inputsOf(ledger, change.rule))
      return
    }
    case 'gateway':
    case 'camera':
      return
  }
}
