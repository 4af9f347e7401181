import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger, LedgerChange } from '@hazardwatch/shared/ledger-port'
import { parseSelector } from '@hazardwatch/shared/point-selector'
import { isOnMany, ruleIdOf, selectedPoints } from '@hazardwatch/shared/rule-part'
import { isWords } from '@hazardwatch/shared/words'
import { cameraPoint } from './camera-point.ts'
import { configureMany, configurePart, narrowToOne, retirePart } from './configure-many.ts'
import { configureRule, retireRule } from './configure-rule.ts'
import { otherInputs } from './detect/all-detectors.ts'
import { takeChanges, type Engine } from './engine-state.ts'
import { notePoint, type Situation } from './follow-situation.ts'
import { gatewayOf } from './gateways/gateway-book.ts'
import { reservePoints } from './point-memory.ts'
import { reserveBook, rulesOfPoint } from './rule-book.ts'
import { selectorsOf } from './selector-book.ts'

/** Rules whose changes are let go at once: what has just been read need not be written again. */
const RULES_AT_ONCE = 10_000

/** Every rule of the ledger, at a start. */
export const configureAll = (engine: Engine, ledger: Ledger, now: number): void => {
  const lastPoint = ledger.points().reduce((last, { number }) => Math.max(last, number), 0)
  reserveBook(engine.book, ledger.ruleCount(), lastPoint)
  reservePoints(engine.memory.points, lastPoint)
  let index = 0
  ledger.eachRule((rule) => {
    putRuleInForce(engine, ledger, rule, now)
    if (index++ % RULES_AT_ONCE === 0) takeChanges(engine)
  })
}

/** @returns whether there is something that it can watch. */
const putRuleInForce = (engine: Engine, ledger: Ledger, rule: AlarmRule, now: number): boolean => {
  if (isOnMany(ledger, rule)) {
    configureMany(engine, rule, meantBy(ledger, rule), now, inputsOf(ledger, rule))
    return true
  }
  const point = watchedBy(engine, ledger, rule)
  narrowToOne(engine, rule, point, now)
  if (point === undefined) return false
  configureRule(engine, rule, point, now, inputsOf(ledger, rule))
  return true
}

const meantBy = (ledger: Ledger, { enterprise, point }: AlarmRule): NumberedPoint[] => {
  const selector = parseSelector(point)
  return isWords(selector) ? [] : selectedPoints(ledger, enterprise, selector)
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
  for (const id of new Set(rulesOfPoint(book, number).map((row) => book.rules.idOf(book.taps.get(row)?.rule ?? row)))) {
    if (id === undefined) continue
    const many = engine.selectors.rules.get(ruleIdOf(id))
    const own = many && engine.points.get(book.points[book.rows.get(id) ?? -1] ?? -1)
    if (many !== undefined && own !== undefined) configurePart(engine, many, own, now, inputsOf(ledger, many.rule))
    const rule = ledger.rule(id)
    if (rule !== undefined) putRuleInForce(engine, ledger, rule, now)
  }
}

/** A point that is registered, moved to another source or measured otherwise may be one that a selector means, or none any more. */
const followSelectors = (engine: Engine, ledger: Ledger, point: NumberedPoint, now: number): void => {
  for (const many of selectorsOf(engine.selectors, point.enterprise)) {
    if (!many.parts.has(point.tag)) configurePart(engine, many, point, now, inputsOf(ledger, many.rule))
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
      followPoint(engine, situation, ledger, change, now)
      return
    case 'rule': {
      if (change.retired) retireAny(engine, change.rule, now)
      else if (!putRuleInForce(engine, ledger, change.rule, now)) retireRule(engine, change.rule.id, now)
      return
    }
    case 'gateway':
    case 'camera':
      return
  }
}

const followPoint = (engine: Engine, situation: Situation, ledger: Ledger, { point, retired }: Extract<LedgerChange, { type: 'point' }>, now: number): void => {
  notePoint(situation, point, retired)
  if (retired) {
    for (const many of selectorsOf(engine.selectors, point.enterprise)) retirePart(engine, many, point.tag, now)
    return
  }
  engine.points.set(point.number, point)
  reconfigure(engine, ledger, point.number, now)
  followSelectors(engine, ledger, point, now)
}

const retireAny = (engine: Engine, rule: AlarmRule, now: number): void => {
  narrowToOne(engine, rule, undefined, now)
  retireRule(engine, rule.id, now)
}
