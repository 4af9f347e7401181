import { isHighLimit, isLimit, type AlarmRule } from '../../alarm-rule.ts'
import { conditionIds } from '../../rule-condition.ts'
import { convertUnit } from '../../convert-unit.ts'
import { HazardError } from '../../error-codes.ts'
import { NATIVE_GATEWAY } from '../../gateway-profile.ts'
import { pointKey } from '../../ids.ts'
import type { Point } from '../../ledger.ts'
import { parseSelector, selects } from '../../point-selector.ts'
import { isOnMany, PART_MARK, partOn, partsOf, partTag, ruleIdOf } from '../../rule-part.ts'
import { lookupOf, pointNamed, pointOfKey, type LedgerPicture } from './ledger-picture.ts'
import { partsToCheck } from './selector-checks.ts'

/** A delay beyond this hides an alarm rather than steadying it, unless the point itself speaks so seldom. */
const LONGEST_DELAY_S = 3_600
const LONGEST_DELAY_INTERVALS = 20

/** The rule that is looked at, and which one of those written together it is. */
interface Written { rule: AlarmRule; item: number }

/**
 * A rule that could never work is refused when it is written, not discovered when it was needed: every refusal says why, and what to do.
 * Several are checked against each other too: they are written together.
 * @throws HazardError `unknown_reference`, `rule_impossible`
 */
export const checkRules = (picture: LedgerPicture, rules: readonly AlarmRule[]): void => {
  const lookup = lookupOf(picture)
  const beside = rulesBeside(picture, rules)
  for (const [item, rule] of rules.entries()) {
    const written = { rule, item }
    if (rule.id.includes(PART_MARK)) refuse(written, 'id', 'its id has a control character; choose another one')
    if (rule.kind === 'video') { checkCamera(picture, written); continue }
    if (rule.kind === 'gateway') { checkGateway(picture, written); continue }
    if (isOnMany(lookup, rule)) checkMany(picture, written, beside)
    else checkOnPoint(picture, written, pointOf(picture, written, rule.point, 'point'), beside)
    checkConditions(picture, rules, written)
  }
}

const checkOnPoint = (picture: LedgerPicture, written: Written, point: Point, beside: ReadonlyMap<string, AlarmRule[]>): void => {
  const { rule } = written
  checkFigures(written, point)
  checkTimes(written, point)
  checkOthers(picture, written, point)
  checkGate(picture, written, point)
  if (rule.enabled && isLimit(rule.kind)) checkOrder(written, (beside.get(pointKey(rule.enterprise, rule.point)) ?? []).filter((other) => other.id !== rule.id))
}

/** As if each point had a rule of its own. A combination hears one condition, so nothing that it names may be many. */
const checkMany = (picture: LedgerPicture, written: Written, beside: ReadonlyMap<string, AlarmRule[]>): void => {
  const parts = partsToCheck(lookupOf(picture), written.rule)
  if (!Array.isArray(parts)) refuse(written, parts.field, parts.reason)
  else for (const { part, point } of parts) checkOnPoint(picture, { ...written, rule: part }, point, beside)
  for (const { id, when } of picture.rules.values()) {
    if (when !== undefined && conditionIds(when).includes(written.rule.id)) refuse(written, 'point', `rule ${id} combines its condition, and on many points it has many; take it out of that combination first, or name one tag`)
  }
}

/** A part is named by its rule and its point. */
const nameOf = (id: AlarmRule['id']): string => {
  const tag = partTag(id)
  return tag === undefined ? id : `${ruleIdOf(id)} on ${tag}`
}

/** `field`: the path of what has to be changed, within the rule. */
const refuse = ({ rule, item }: Written, field: string, reason: string): never => { throw new HazardError('rule_impossible', `rule ${nameOf(rule.id)}: ${reason}`, { item, field }) }
const unknown = ({ rule, item }: Written, field: string, reason: string): HazardError => new HazardError('unknown_reference', `rule ${rule.id}: ${reason}`, { item, field })

const pointOf = (picture: LedgerPicture, written: Written, tag: string, field: string): Point => {
  const { enterprise } = written.rule
  const point = pointNamed(picture, enterprise, tag)
  if (point === undefined) throw unknown(written, field, `point ${pointKey(enterprise, tag)} is not in the ledger; register it first (POST /api/v1/points)`)
  return point
}

/** Limits in force on the points of these rules, as they will be: one pass over the ledger for all of them. */
const rulesBeside = (picture: LedgerPicture, rules: readonly AlarmRule[]): Map<string, AlarmRule[]> => {
  const lookup = lookupOf(picture)
  const beside = new Map<string, AlarmRule[]>()
  for (const rule of rules) {
    for (const { point } of isOnMany(lookup, rule) ? partsOf(lookup, rule).parts.map(({ part }) => part) : [rule]) beside.set(pointKey(rule.enterprise, point), [])
  }
  const enterprises = new Set<string>(rules.map(({ enterprise }) => enterprise))
  const written = new Set<string>(rules.map(({ id }) => id))
  const put = (rule: AlarmRule): void => {
    if (!rule.enabled || !isLimit(rule.kind) || !enterprises.has(rule.enterprise)) return
    if (isOnMany(lookup, rule)) putMany(rule)
    else beside.get(pointKey(rule.enterprise, rule.point))?.push(rule)
  }
  const putMany = (rule: AlarmRule): void => {
    const selector = parseSelector(rule.point)
    if (typeof selector === 'string') return
    for (const [key, others] of beside) {
      const point = pointOfKey(picture, key)
      const part = point?.enterprise === rule.enterprise && selects(selector, point) ? partOn(rule, point) : undefined
      if (typeof part === 'object') others.push(part)
    }
  }
  for (const rule of picture.rules.values()) if (!written.has(rule.id)) put(rule)
  for (const rule of rules) put(rule)
  return beside
}

const checkCamera = (picture: LedgerPicture, written: Written): void => {
  const key = pointKey(written.rule.enterprise, written.rule.point)
  if (!picture.cameras.has(key)) throw unknown(written, 'point', `camera ${key} is not in the ledger; register it first (POST /api/v1/cameras)`)
}

const checkGateway = (picture: LedgerPicture, written: Written): void => {
  const { enterprise, point, onDelayS, offDelayS } = written.rule
  const key = pointKey(enterprise, point)
  if (point !== NATIVE_GATEWAY && !picture.gateways.has(key)) throw unknown(written, 'point', `gateway ${key} is not in the ledger; register it first (POST /api/v1/gateways), or name ${NATIVE_GATEWAY}, which stands for the native topics and HTTP`)
  if (onDelayS > 0 || offDelayS > 0) refuse(written, onDelayS > 0 ? 'onDelayS' : 'offDelayS', 'a gateway has no delays; put the time into afterS')
}

const checkFigures = (written: Written, point: Point): void => {
  const { rule } = written
  const { rangeLow, rangeHigh } = point
  const range = `the range ${rangeLow ?? '…'} to ${rangeHigh ?? '…'} ${point.unit} of ${pointKey(rule.enterprise, rule.point)}`
  const outside = (value: number): boolean => (rangeLow !== null && value < rangeLow) || (rangeHigh !== null && value > rangeHigh)
  if ((isLimit(rule.kind) || rule.kind === 'twa') && rule.limit !== null && outside(rule.limit)) {
    refuse(written, 'limit', `limit ${rule.limit} lies outside ${range}, so it could never alarm; choose a limit inside it or correct the range`)
  }
  if (rule.level !== undefined && outside(rule.level)) refuse(written, 'level', `level ${rule.level} lies outside ${range}, so it could never alarm; choose a level inside it or correct the range`)
  if (rangeLow !== null && rangeHigh !== null && rule.deadband > 0 && rule.deadband >= rangeHigh - rangeLow && rule.percent !== true) {
    refuse(written, 'deadband', `deadband ${rule.deadband} is as wide as the whole range of ${pointKey(rule.enterprise, rule.point)}, so it could never clear; choose a smaller one`)
  }
  if (rule.kind === 'range' && rule.low === undefined && rule.high === undefined && rangeLow === null && rangeHigh === null && point.unit !== 'mA') {
    refuse(written, 'low', `${pointKey(rule.enterprise, rule.point)} has no range; give the rule low and high, or the point its range`)
  }
  checkUnit(written, point)
}

/** Figures of a rule are in the unit of its point. One that says another unit is not converted silently: the refusal says what it would be. */
const checkUnit = (written: Written, point: Point): void => {
  const { rule } = written
  if (rule.unit === undefined || rule.unit === point.unit) return
  const converted = convertUnit(rule.unit, point.unit)
  if (typeof converted === 'string') refuse(written, 'unit', `its unit does not convert to that of the point: ${converted}`)
  else if (rule.limit === null) refuse(written, 'unit', `give its figures in ${point.unit}, the unit of the point, and leave unit out`)
  else refuse(written, 'unit', `${rule.limit} ${rule.unit} is ${Number((rule.limit * converted.scale + converted.offset).toPrecision(6))} ${point.unit}; give limit and deadband in ${point.unit}, the unit of the point`)
}

const checkTimes = (written: Written, { expectedIntervalS: interval }: Point): void => {
  const { rule } = written
  if (rule.kind === 'silence' && (rule.onDelayS > 0 || rule.offDelayS > 0)) refuse(written, rule.onDelayS > 0 ? 'onDelayS' : 'offDelayS', 'a silence has no delays; put the time into afterS')
  if (rule.afterS !== undefined && interval !== null && rule.afterS <= interval) {
    refuse(written, 'afterS', `afterS ${rule.afterS} is no longer than the interval of the point (${interval} s), so every pause between readings would be a silence; choose at least ${3 * interval}`)
  }
  if (rule.windowS !== undefined && interval !== null && rule.windowS < interval) {
    refuse(written, 'windowS', `windowS ${rule.windowS} is shorter than the interval of the point (${interval} s), so the window would never hold two readings; choose at least ${2 * interval}`)
  }
  const longest = Math.max(LONGEST_DELAY_S, LONGEST_DELAY_INTERVALS * (interval ?? 0))
  for (const field of ['onDelayS', 'offDelayS'] as const) {
    if (rule[field] > longest) {
      refuse(written, field, `${field} ${rule[field]} is longer than makes sense for a point that is read every ${interval ?? '?'} s; choose at most ${longest}, or a rule of kind accumulated for what may last`)
    }
  }
}

const checkOthers = (picture: LedgerPicture, written: Written, point: Point): void => {
  const { rule } = written
  const others = (rule.others ?? []).map((tag, index) => ({ tag, field: `others[${index}]` }))
  for (const { tag, field } of [...others, ...(rule.sibling === undefined ? [] : [{ tag: rule.sibling, field: 'sibling' }])]) {
    if (tag === rule.point) refuse(written, field, `${tag} is the rule's own point; name the others only`)
    const other = pointOf(picture, written, tag, field)
    // A source has channels of every kind: each is judged by its own past.
    if (other.unit === point.unit || rule.kind === 'multivariate') continue
    const converted = convertUnit(other.unit, point.unit)
    const why = typeof converted === 'string' ? converted : 'the values of both are compared as they come'
    refuse(written, field, `${tag} is in ${other.unit}, ${rule.point} in ${point.unit}: ${why}; let the gateway deliver both in one unit`)
  }
}

/** A stage is told by a point; limits by state are limits as well. */
const checkGate = (picture: LedgerPicture, written: Written, { rangeLow, rangeHigh, unit }: Point): void => {
  const { rule } = written
  const { activeWhile, stateLimits } = rule
  if (activeWhile !== undefined) {
    pointOf(picture, written, activeWhile.point, 'activeWhile.point')
    if (activeWhile.low === null && activeWhile.high === null) refuse(written, 'activeWhile.low', 'activeWhile has neither low nor high, so it says nothing; give one of them')
    if (activeWhile.low !== null && activeWhile.high !== null && activeWhile.low > activeWhile.high) refuse(written, 'activeWhile.low', 'activeWhile has low above high, so the rule would never be armed; exchange them')
  }
  for (const [state, limit] of Object.entries(stateLimits ?? {})) {
    if (isLimit(rule.kind) && ((rangeLow !== null && limit < rangeLow) || (rangeHigh !== null && limit > rangeHigh))) {
      refuse(written, `stateLimits.${state}`, `limit ${limit} in state ${state} lies outside the range ${rangeLow ?? '…'} to ${rangeHigh ?? '…'} ${unit} of the point; choose a limit inside it`)
    }
  }
}

/** LL < L < H < HH, and no deadband reaches to the next limit: an alarm must be over before its opposite or its forerunner is. */
const checkOrder = (written: Written, others: readonly AlarmRule[]): void => {
  const { rule } = written
  const order = ['LL', 'L', 'H', 'HH']
  for (const other of others) {
    const [lower, upper] = order.indexOf(rule.kind) < order.indexOf(other.kind) ? [rule, other] : [other, rule]
    const [low, high] = [lower.limit ?? Number.NaN, upper.limit ?? Number.NaN]
    if (rule.kind === other.kind) continue
    if (!(low < high)) refuse(written, 'limit', `limits must be in the order LL < L < H < HH, but ${lower.kind} is ${low} (${nameOf(lower.id)}) and ${upper.kind} is ${high} (${nameOf(upper.id)}); correct one, or write both in one request`)
    const opposite = isHighLimit(lower.kind) !== isHighLimit(upper.kind)
    // The deadband of a high limit reaches down, that of a low one up.
    const reaching = [...(isHighLimit(lower.kind) ? [] : [lower]), ...(isHighLimit(upper.kind) ? [upper] : [])]
      .find(({ deadband }) => deadband > high - low || (opposite && deadband === high - low))
    if (reaching !== undefined) {
      refuse(written, reaching === rule ? 'deadband' : 'limit', `deadband ${reaching.deadband} of ${reaching.kind} (${nameOf(reaching.id)}) is larger than the gap of ${high - low} between ${lower.kind} ${low} and ${upper.kind} ${high}; choose a smaller deadband or move the limits apart`)
    }
  }
}

/** A combination hears rules that exist, of its own enterprise, and never itself. */
const checkConditions = (picture: LedgerPicture, rules: readonly AlarmRule[], written: Written): void => {
  const { rule } = written
  const find = (id: string): AlarmRule | undefined => rules.find((other) => other.id === id) ?? picture.rules.get(id)
  for (const [index, id] of (rule.suppressedBy ?? []).entries()) {
    if (find(id) === undefined) throw unknown(written, `suppressedBy[${index}]`, `rule ${id}, whose alarm suppresses it, is not in the ledger; register it first or in the same request`)
  }
  if (rule.when === undefined) return
  for (const id of conditionIds(rule.when)) {
    const heard = find(id)
    if (heard === undefined) throw unknown(written, 'when', `rule ${id}, whose condition it hears, is not in the ledger; register it first or in the same request`)
    if (heard.kind === 'gateway') refuse(written, 'when', `rule ${id} is of a gateway, which is no condition of the process; name rules of points`)
    if (isOnMany(lookupOf(picture), heard)) refuse(written, 'when', `rule ${id} is on many points (${heard.point}), so it has many conditions; name rules on one point each`)
    if (heard.enterprise !== rule.enterprise) refuse(written, 'when', `rule ${id} is of another enterprise (${heard.enterprise}); combine rules of one enterprise`)
  }
  const path: string[] = []
  const visit = (id: string): void => {
    if (path.includes(id)) refuse(written, 'when', `its condition goes round in a circle (${[...path.slice(path.indexOf(id)), id].join(' → ')}); take one of these rules out of the other's condition`)
    const heard = id === rule.id ? rule : find(id)
    if (heard?.when === undefined) return
    path.push(id)
    for (const next of conditionIds(heard.when)) visit(next)
    path.pop()
  }
  visit(rule.id)
}
