import type { AlarmRule } from './alarm-rule.ts'
import { convertUnit, type Linear } from './convert-unit.ts'
import { pointKey, type RuleId } from './ids.ts'
import type { NumberedPoint, Point } from './ledger.ts'
import type { Ledger } from './ledger-port.ts'
import { looksLikeSelector, parseSelector, selects, type PointSelector } from './point-selector.ts'
import type { RuleKind } from './rule-parameters.ts'
import { isWords, type Words } from './words.ts'

/** A rule on a selector is judged as so many rules as there are points: its parts. Each has an id of its own within the engine, and the rule's id everywhere outside. */

/** No tag has it (control characters are not allowed), and no rule that is written. */
export const PART_MARK = '\u001f'

/** @returns the id of the part of a rule on a point. */
export const partId = (rule: string, tag: string): RuleId => `${rule}${PART_MARK}${tag}` as RuleId

/** @returns the id that the outside knows: that of a rule, or of the rule whose part it is. */
export const ruleIdOf = (id: RuleId): RuleId => {
  const at = id.indexOf(PART_MARK)
  return at < 0 ? id : id.slice(0, at) as RuleId
}

/** @returns the tag in the id of a part; undefined for a rule on one point. */
export const partTag = (id: string): string | undefined => {
  const at = id.indexOf(PART_MARK)
  return at < 0 ? undefined : id.slice(at + 1)
}

/** What of a ledger is asked. */
export type PointLookup = Pick<Ledger, 'point' | 'pointByNumber' | 'tagNumbers'>

/** @returns whether a rule is on many points. A registered tag that reads like a selector is a tag. */
export const isOnMany = (ledger: Pick<Ledger, 'point'>, { enterprise, point, kind }: Pick<AlarmRule, 'enterprise' | 'point' | 'kind'>): boolean =>
  kind !== 'video' && kind !== 'gateway' && looksLikeSelector(point) && ledger.point(enterprise, point) === undefined

/** @returns the points that a selector of an enterprise means now. */
export const selectedPoints = (ledger: PointLookup, enterprise: string, selector: PointSelector): NumberedPoint[] => {
  const points: NumberedPoint[] = []
  for (const number of ledger.tagNumbers(enterprise)?.values() ?? []) {
    const point = ledger.pointByNumber(number)
    if (point !== undefined && selects(selector, point)) points.push(point)
  }
  return points
}

/** @returns the rule as it is on a point of its enterprise: itself, or its part; undefined when it is not on it. */
export const ruleOnPoint = (ledger: Pick<Ledger, 'point'>, rule: AlarmRule, tag: string): AlarmRule | undefined => {
  if (rule.point === tag) return rule
  const point = isOnMany(ledger, rule) ? ledger.point(rule.enterprise, tag) : undefined
  const selector = point && parseSelector(rule.point)
  if (point === undefined || selector === undefined || isWords(selector) || !selects(selector, point)) return undefined
  const part = partOn(rule, point)
  return isWords(part) ? undefined : part
}

/** @returns a rule by its id, or the part of one by the id that that has within the engine. */
export const ruleOrPart = (ledger: Pick<Ledger, 'point' | 'rule'>, id: string): AlarmRule | undefined => {
  const tag = partTag(id)
  const rule = ledger.rule(ruleIdOf(id as RuleId))
  return rule === undefined || tag === undefined ? rule : ruleOnPoint(ledger, rule, tag)
}

/** What one rule comes to: its parts, and the points that it means and cannot watch, each with the reason. */
export interface RuleParts {
  parts: { part: AlarmRule; point: NumberedPoint }[]
  excluded: { point: NumberedPoint; reason: Words }[]
}

/** @returns the parts of a rule on many points; none where its selector cannot be read. */
export const partsOf = (ledger: PointLookup, rule: AlarmRule): RuleParts => {
  const found: RuleParts = { parts: [], excluded: [] }
  const selector = parseSelector(rule.point)
  if (isWords(selector)) return found
  for (const point of selectedPoints(ledger, rule.enterprise, selector)) {
    const part = partOn(rule, point)
    if (isWords(part)) found.excluded.push({ point, reason: part })
    else found.parts.push({ part, point })
  }
  return found
}

/** @returns the rule as it is on one of its points, its figures in the unit of that; words when they do not convert. */
export const partOn = (rule: AlarmRule, point: Point): AlarmRule | Words => {
  const part: AlarmRule = { ...rule, id: partId(rule.id, point.tag), point: point.tag }
  if (rule.unit === undefined) return part
  part.unit = point.unit
  if (rule.unit === point.unit || !hasUnitFigures(rule)) return part
  const converted = convertUnit(rule.unit, point.unit)
  return isWords(converted) ? unlikeUnits(rule.id, rule.unit, point, converted) : Object.assign(part, figuresIn(rule, converted))
}

const unlikeUnits = (rule: RuleId, unit: string, point: Point, why: Words): Words => {
  const [key, ofPoint, ofRule] = [pointKey(point.enterprise, point.tag), unitWords(point.unit), unitWords(unit)]
  return {
    en: `${key} is in ${ofPoint.en}, the figures of rule ${rule} in ${ofRule.en}, and one does not become the other: ${why.en}; or leave the point out of the selector and give it a rule of its own`,
    zh: `${key} 的单位为 ${ofPoint.zh}，规则 ${rule} 各数值的单位为 ${ofRule.zh}，两者不能换算：${why.zh}；或让选择器不含该测点，为它单独建一条规则`,
  }
}

export const unitWords = (unit: string): Words => (unit === '' ? { en: 'no unit', zh: '空' } : { en: unit, zh: unit })

/** How a figure becomes one in another unit: a value is scaled and shifted, a difference only scaled. */
type Meaning = 'value' | 'difference'
type Figure = 'limit' | 'deadband' | 'setpoint' | 'level' | 'low' | 'high' | 'tolerance' | 'stateLimits'
type Figures = Partial<Record<Figure, Meaning>>

const ofLimit: Figures = { limit: 'value', deadband: 'difference', stateLimits: 'value' }
const ofDifference: Figures = { limit: 'difference', deadband: 'difference', stateLimits: 'difference' }
const ofLevel: Figures = { level: 'value', deadband: 'difference' }

/** Which figures of a kind are in the unit of the point. Null: the kind is not for many points, for the reason in {@link notForMany}. */
const figuresOfKind: Record<RuleKind, Figures | null> = {
  LL: ofLimit, L: ofLimit, H: ofLimit, HH: ofLimit, twa: ofLimit,
  rate: ofDifference, deviation: { ...ofDifference, setpoint: 'value' }, baseline: ofDifference,
  count: ofLevel, accumulated: ofLevel,
  range: { low: 'value', high: 'value', deadband: 'difference' }, health: { low: 'value', high: 'value' },
  forecast: { limit: 'value', stateLimits: 'value' }, flatline: { tolerance: 'difference' },
  anomaly: {}, changepoint: {}, silence: {}, fault: {},
  vote: null, combination: null, video: null, drift: null, multivariate: null, gateway: null,
}

const figuresOf = (rule: AlarmRule): Figures => {
  const figures = figuresOfKind[rule.kind] ?? {}
  if (rule.kind !== 'deviation' || rule.percent !== true) return figures
  return { setpoint: 'value' }
}

/** @returns why a rule cannot be on many points, and what to do; undefined when it can. */
export const notForMany = (rule: AlarmRule): Words | undefined => {
  if (rule.kind === 'deviation' && rule.sibling !== undefined) {
    return { en: 'a deviation from a sibling compares two points; write one rule for each pair, or give a setpoint', zh: '与对照测点的偏差是两个测点之间的比较；每一对各建一条规则，或改用 setpoint' }
  }
  if (figuresOfKind[rule.kind] !== null) return undefined
  if (rule.kind === 'video') return { en: 'a rule of kind video watches one camera; write one rule for each', zh: 'video 类规则监视一台摄像机；每台各建一条规则' }
  if (rule.kind === 'gateway') return { en: 'a rule of kind gateway watches one gateway; write one rule for each', zh: 'gateway 类规则监视一个网关；每个各建一条规则' }
  if (rule.kind === 'combination') {
    return { en: 'a combination is of rules, not of points: its point only says where it is shown; name one tag', zh: 'combination 组合的是规则而不是测点，point 只说明它显示在哪里；只写一个位号' }
  }
  return { en: `a rule of kind ${rule.kind} compares points that it names one by one; name one tag as its point`, zh: `${rule.kind} 类规则比较的测点须逐个列出；point 只写一个位号` }
}

/** @returns whether a rule has figures that are in the unit of its point. */
export const hasUnitFigures = (rule: AlarmRule): boolean =>
  Object.entries(figuresOf(rule)).some(([name, meaning]) => {
    const figure = rule[name as Figure]
    return figure !== undefined && figure !== null && (meaning === 'value' || figure !== 0)
  })

const figuresIn = (rule: AlarmRule, { scale, offset }: Linear): Partial<AlarmRule> => {
  const figures: Record<string, unknown> = {}
  for (const [name, meaning] of Object.entries(figuresOf(rule))) {
    const figure = rule[name as Figure]
    const convert = (value: number): number => rounded(meaning === 'value' ? value * scale + offset : value * scale)
    if (typeof figure === 'number') figures[name] = convert(figure)
    else if (typeof figure === 'object' && figure !== null) figures[name] = Object.fromEntries(Object.entries(figure).map(([state, value]) => [state, convert(value)]))
  }
  return figures
}

/** As somebody would have written it: 25 [ppm] is 0.0025 %, and a reading of 0.0025 % reaches it. */
const rounded = (value: number): number => Number(value.toPrecision(12))
