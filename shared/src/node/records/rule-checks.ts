import { isHighLimit, isLimit, type AlarmRule } from '../../alarm-rule.ts'
import { conditionIds } from '../../rule-condition.ts'
import { convertUnit } from '../../convert-unit.ts'
import { NATIVE_GATEWAY } from '../../gateway-profile.ts'
import { pointKey } from '../../ids.ts'
import type { Point } from '../../ledger.ts'
import { parseSelector, selects } from '../../point-selector.ts'
import { isOnMany, PART_MARK, partOn, partsOf } from '../../rule-part.ts'
import { isWords } from '../../words.ts'
import { checkConditions } from './condition-checks.ts'
import { checkModelUnits } from './learnt-units.ts'
import { lookupOf, pointNamed, pointOfKey, type LedgerPicture } from './ledger-picture.ts'
import { nameOf, refuse, unknown, type Written } from './refuse-rule.ts'
import { partsToCheck } from './selector-checks.ts'

/** A delay beyond this hides an alarm rather than steadying it, unless the point itself speaks so seldom. */
const LONGEST_DELAY_S = 3_600
const LONGEST_DELAY_INTERVALS = 20

/**
 * A rule that could never work is refused when it is written, not discovered when it was needed: every refusal says why, and what to do.
 * Several are checked against each other too: they are written together.
 * @throws HazardError `unknown_reference`, `rule_impossible`
 */
export const checkRules = (picture: LedgerPicture, rules: readonly AlarmRule[]): void => {
  const check = ruleChecker(picture, rules)
  for (const [item, rule] of rules.entries()) check({ rule, item })
}

/** @returns the check of one of these rules, as `checkRules` does it for all: what stands beside them is looked up once. */
export const ruleChecker = (picture: LedgerPicture, rules: readonly AlarmRule[]): ((written: Written) => void) => {
  const lookup = lookupOf(picture)
  const beside = rulesBeside(picture, rules)
  const together = new Map<string, AlarmRule>(rules.map((rule) => [rule.id, rule]))
  const find = (id: string): AlarmRule | undefined => together.get(id) ?? picture.rules.get(id)
  return (written) => {
    const { rule } = written
    if (rule.id.includes(PART_MARK)) refuse(written, 'id', { en: 'its id has a control character; choose another one', zh: '编号含有控制字符；换一个编号' })
    if (rule.kind === 'video') return checkCamera(picture, written)
    if (rule.kind === 'gateway') return checkGateway(picture, written)
    if (isOnMany(lookup, rule)) checkMany(picture, written, beside)
    else checkOnPoint(picture, written, pointOf(picture, written, rule.point, 'point'), beside)
    checkConditions(lookup, find, written)
  }
}

const checkOnPoint = (picture: LedgerPicture, written: Written, point: Point, beside: ReadonlyMap<string, AlarmRule[]>): void => {
  const { rule } = written
  checkFigures(written, point)
  checkTimes(written, point)
  checkOthers(picture, written, point)
  checkModelUnits(picture, written)
  checkGate(picture, written, point)
  if (rule.enabled && isLimit(rule.kind)) checkOrder(written, (beside.get(pointKey(rule.enterprise, rule.point)) ?? []).filter((other) => other.id !== rule.id))
}

/** As if each point had a rule of its own. A combination hears one condition, so nothing that it names may be many. */
const checkMany = (picture: LedgerPicture, written: Written, beside: ReadonlyMap<string, AlarmRule[]>): void => {
  const parts = partsToCheck(lookupOf(picture), written.rule)
  if (!Array.isArray(parts)) refuse(written, parts.field, parts.reason)
  else for (const { part, point } of parts) checkOnPoint(picture, { ...written, rule: part }, point, beside)
  for (const { id, when } of picture.rules.of({ enterprise: written.rule.enterprise })) {
    if (when === undefined || !conditionIds(when).includes(written.rule.id)) continue
    refuse(written, 'point', {
      en: `rule ${id} combines its condition, and on many points it has many; take it out of that combination first, or name one tag`,
      zh: `规则 ${id} 组合了它的条件，用于多个测点时条件就有多个；先把它从该组合中去掉，或只写一个位号`,
    })
  }
}

const pointOf = (picture: LedgerPicture, written: Written, tag: string, field: string): Point => {
  const { enterprise } = written.rule
  const point = pointNamed(picture, enterprise, tag)
  if (point !== undefined) return point
  const key = pointKey(enterprise, tag)
  throw unknown(written, field, { en: `point ${key} is not in the ledger; register it first (POST /api/v1/points)`, zh: `台账中没有测点 ${key}；请先登记（POST /api/v1/points）` })
}

/** Limits in force on the points of these rules, as they will be: one pass over their enterprises for all of them. */
const rulesBeside = (picture: LedgerPicture, rules: readonly AlarmRule[]): Map<string, AlarmRule[]> => {
  const lookup = lookupOf(picture)
  const beside = new Map<string, AlarmRule[]>()
  for (const rule of rules) {
    for (const { point } of isOnMany(lookup, rule) ? partsOf(lookup, rule).parts.map(({ part }) => part) : [rule]) beside.set(pointKey(rule.enterprise, point), [])
  }
  const enterprises = new Set<string>(rules.map(({ enterprise }) => enterprise))
  const written = new Set<string>(rules.map(({ id }) => id))
  const put = (rule: AlarmRule): void => {
    if (!rule.enabled || !isLimit(rule.kind)) return
    if (isOnMany(lookup, rule)) putMany(rule)
    else beside.get(pointKey(rule.enterprise, rule.point))?.push(rule)
  }
  const putMany = (rule: AlarmRule): void => {
    const selector = parseSelector(rule.point)
    if (isWords(selector)) return
    for (const [key, others] of beside) {
      const point = pointOfKey(picture, key)
      const part = point?.enterprise === rule.enterprise && selects(selector, point) ? partOn(rule, point) : undefined
      if (part !== undefined && !isWords(part)) others.push(part)
    }
  }
  for (const enterprise of enterprises) for (const rule of picture.rules.of({ enterprise })) if (!written.has(rule.id)) put(rule)
  for (const rule of rules) put(rule)
  return beside
}

const checkCamera = (picture: LedgerPicture, written: Written): void => {
  const key = pointKey(written.rule.enterprise, written.rule.point)
  if (picture.cameras.has(key)) return
  throw unknown(written, 'point', { en: `camera ${key} is not in the ledger; register it first (POST /api/v1/cameras)`, zh: `台账中没有摄像机 ${key}；请先登记（POST /api/v1/cameras）` })
}

const checkGateway = (picture: LedgerPicture, written: Written): void => {
  const { enterprise, point, onDelayS, offDelayS } = written.rule
  const key = pointKey(enterprise, point)
  if (point !== NATIVE_GATEWAY && !picture.gateways.has(key)) {
    throw unknown(written, 'point', {
      en: `gateway ${key} is not in the ledger; register it first (POST /api/v1/gateways), or name ${NATIVE_GATEWAY}, which stands for the native topics and HTTP`,
      zh: `台账中没有网关 ${key}；请先登记（POST /api/v1/gateways），或写 ${NATIVE_GATEWAY}，它代表原生主题和 HTTP`,
    })
  }
  if (onDelayS > 0 || offDelayS > 0) refuse(written, onDelayS > 0 ? 'onDelayS' : 'offDelayS', { en: 'a gateway has no delays; put the time into afterS', zh: '网关规则没有延时；把时间写进 afterS' })
}

const checkFigures = (written: Written, point: Point): void => {
  const { rule } = written
  const { rangeLow, rangeHigh } = point
  const key = pointKey(rule.enterprise, rule.point)
  const range = { en: `the range ${rangeLow ?? '…'} to ${rangeHigh ?? '…'} ${point.unit} of ${key}`, zh: `${key} 的量程 ${rangeLow ?? '…'} 至 ${rangeHigh ?? '…'} ${point.unit}` }
  const outside = (value: number): boolean => (rangeLow !== null && value < rangeLow) || (rangeHigh !== null && value > rangeHigh)
  if ((isLimit(rule.kind) || rule.kind === 'twa') && rule.limit !== null && outside(rule.limit)) {
    refuse(written, 'limit', {
      en: `limit ${rule.limit} lies outside ${range.en}, so it could never alarm; choose a limit inside it or correct the range`,
      zh: `limit ${rule.limit} 超出 ${range.zh}，永远不会报警；改取量程内的限值，或更正量程`,
    })
  }
  if (rule.level !== undefined && outside(rule.level)) {
    refuse(written, 'level', {
      en: `level ${rule.level} lies outside ${range.en}, so it could never alarm; choose a level inside it or correct the range`,
      zh: `level ${rule.level} 超出 ${range.zh}，永远不会报警；改取量程内的值，或更正量程`,
    })
  }
  if (rangeLow !== null && rangeHigh !== null && rule.deadband > 0 && rule.deadband >= rangeHigh - rangeLow && rule.percent !== true) {
    refuse(written, 'deadband', {
      en: `deadband ${rule.deadband} is as wide as the whole range of ${key}, so it could never clear; choose a smaller one`,
      zh: `deadband ${rule.deadband} 不小于 ${key} 的整个量程，报警永远无法恢复；取小一些`,
    })
  }
  if (rule.kind === 'range' && rule.low === undefined && rule.high === undefined && rangeLow === null && rangeHigh === null && point.unit !== 'mA') {
    refuse(written, 'low', { en: `${key} has no range; give the rule low and high, or the point its range`, zh: `${key} 没有量程；给规则写上 low 和 high，或给测点写上量程` })
  }
  checkUnit(written, point)
}

/** Figures of a rule are in the unit of its point. One that says another unit is not converted silently: the refusal says what it would be. */
const checkUnit = (written: Written, point: Point): void => {
  const { rule } = written
  if (rule.unit === undefined || rule.unit === point.unit) return
  const converted = convertUnit(rule.unit, point.unit)
  if (isWords(converted)) return refuse(written, 'unit', { en: `its unit does not convert to that of the point: ${converted.en}`, zh: `单位不能换算为测点的单位：${converted.zh}` })
  if (rule.limit === null) {
    return refuse(written, 'unit', { en: `give its figures in ${point.unit}, the unit of the point, and leave unit out`, zh: `各数值按测点的单位 ${point.unit} 写，并去掉 unit` })
  }
  const figure = Number((rule.limit * converted.scale + converted.offset).toPrecision(6))
  refuse(written, 'unit', {
    en: `${rule.limit} ${rule.unit} is ${figure} ${point.unit}; give limit and deadband in ${point.unit}, the unit of the point`,
    zh: `${rule.limit} ${rule.unit} 合 ${figure} ${point.unit}；limit 和 deadband 按测点的单位 ${point.unit} 写`,
  })
}

const checkTimes = (written: Written, { expectedIntervalS: interval }: Point): void => {
  const { rule } = written
  if (rule.kind === 'silence' && (rule.onDelayS > 0 || rule.offDelayS > 0)) {
    refuse(written, rule.onDelayS > 0 ? 'onDelayS' : 'offDelayS', { en: 'a silence has no delays; put the time into afterS', zh: '静默规则没有延时；把时间写进 afterS' })
  }
  if (rule.afterS !== undefined && interval !== null && rule.afterS <= interval) {
    refuse(written, 'afterS', {
      en: `afterS ${rule.afterS} is no longer than the interval of the point (${interval} s), so every pause between readings would be a silence; choose at least ${3 * interval}`,
      zh: `afterS ${rule.afterS} 不长于测点的读数间隔（${interval} s），读数之间的每次停顿都会算作静默；至少取 ${3 * interval}`,
    })
  }
  if (rule.windowS !== undefined && interval !== null && rule.windowS < interval) {
    refuse(written, 'windowS', {
      en: `windowS ${rule.windowS} is shorter than the interval of the point (${interval} s), so the window would never hold two readings; choose at least ${2 * interval}`,
      zh: `windowS ${rule.windowS} 短于测点的读数间隔（${interval} s），时间窗内永远凑不齐两个读数；至少取 ${2 * interval}`,
    })
  }
  const longest = Math.max(LONGEST_DELAY_S, LONGEST_DELAY_INTERVALS * (interval ?? 0))
  for (const field of ['onDelayS', 'offDelayS'] as const) {
    if (rule[field] <= longest) continue
    refuse(written, field, {
      en: `${field} ${rule[field]} is longer than makes sense for a point that is read every ${interval ?? '?'} s; choose at most ${longest}, or a rule of kind accumulated for what may last`,
      zh: `测点每 ${interval ?? '?'} s 一个读数，${field} ${rule[field]} 过长，没有意义；最多取 ${longest}，允许持续一段时间的改用 accumulated 类规则`,
    })
  }
}

const checkOthers = (picture: LedgerPicture, written: Written, point: Point): void => {
  const { rule } = written
  const others = (rule.others ?? []).map((tag, index) => ({ tag, field: `others[${index}]` }))
  for (const { tag, field } of [...others, ...(rule.sibling === undefined ? [] : [{ tag: rule.sibling, field: 'sibling' }])]) {
    if (tag === rule.point) refuse(written, field, { en: `${tag} is the rule's own point; name the others only`, zh: `${tag} 是规则自身的测点；只写其他测点` })
    const other = pointOf(picture, written, tag, field)
    // A source has channels of every kind: each is judged by its own past.
    if (other.unit === point.unit || rule.kind === 'multivariate') continue
    const converted = convertUnit(other.unit, point.unit)
    const why = isWords(converted) ? converted : { en: 'the values of both are compared as they come', zh: '两者的值按原样比较' }
    refuse(written, field, {
      en: `${tag} is in ${other.unit}, ${rule.point} in ${point.unit}: ${why.en}; let the gateway deliver both in one unit`,
      zh: `${tag} 的单位为 ${other.unit}，${rule.point} 的单位为 ${point.unit}：${why.zh}；让网关以同一单位上送两者`,
    })
  }
}

/** A stage is told by a point; limits by state are limits as well. */
const checkGate = (picture: LedgerPicture, written: Written, { rangeLow, rangeHigh, unit }: Point): void => {
  const { rule } = written
  const { activeWhile, stateLimits } = rule
  if (activeWhile !== undefined) {
    pointOf(picture, written, activeWhile.point, 'activeWhile.point')
    const { low, high } = activeWhile
    if (low === null && high === null) {
      refuse(written, 'activeWhile.low', { en: 'activeWhile has neither low nor high, so it says nothing; give one of them', zh: 'activeWhile 既没有 low 也没有 high，不起作用；写上其中一个' })
    }
    if (low !== null && high !== null && low > high) {
      refuse(written, 'activeWhile.low', { en: 'activeWhile has low above high, so the rule would never be armed; exchange them', zh: 'activeWhile 的 low 大于 high，规则永远不会投用；把两者对调' })
    }
  }
  for (const [state, limit] of Object.entries(stateLimits ?? {})) {
    if (isLimit(rule.kind) && ((rangeLow !== null && limit < rangeLow) || (rangeHigh !== null && limit > rangeHigh))) {
      refuse(written, `stateLimits.${state}`, {
        en: `limit ${limit} in state ${state} lies outside the range ${rangeLow ?? '…'} to ${rangeHigh ?? '…'} ${unit} of the point; choose a limit inside it`,
        zh: `状态 ${state} 的 limit ${limit} 超出测点的量程 ${rangeLow ?? '…'} 至 ${rangeHigh ?? '…'} ${unit}；改取量程内的限值`,
      })
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
    const [below, above] = [nameOf(lower.id), nameOf(upper.id)]
    if (!(low < high)) {
      refuse(written, 'limit', {
        en: `limits must be in the order LL < L < H < HH, but ${lower.kind} is ${low} (${below.en}) and ${upper.kind} is ${high} (${above.en}); correct one, or write both in one request`,
        zh: `限值须满足 LL < L < H < HH，而${below.zh} 的 ${lower.kind} 为 ${low}，${above.zh} 的 ${upper.kind} 为 ${high}；更正其一，或在同一请求中写入两条规则`,
      })
    }
    const opposite = isHighLimit(lower.kind) !== isHighLimit(upper.kind)
    // The deadband of a high limit reaches down, that of a low one up.
    const reaching = [...(isHighLimit(lower.kind) ? [] : [lower]), ...(isHighLimit(upper.kind) ? [upper] : [])]
      .find(({ deadband }) => deadband > high - low || (opposite && deadband === high - low))
    if (reaching === undefined) continue
    const name = nameOf(reaching.id)
    refuse(written, reaching === rule ? 'deadband' : 'limit', {
      en: `deadband ${reaching.deadband} of ${reaching.kind} (${name.en}) is larger than the gap of ${high - low} between ${lower.kind} ${low} and ${upper.kind} ${high}; choose a smaller deadband or move the limits apart`,
      zh: `${name.zh} 的 deadband ${reaching.deadband}（${reaching.kind}）不小于 ${lower.kind} ${low} 与 ${upper.kind} ${high} 的间距 ${high - low}；取小一些的 deadband，或拉开限值`,
    })
  }
}
