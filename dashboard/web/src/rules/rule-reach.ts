import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { Point } from '@hazardwatch/shared/ledger'
import { looksLikeSelector, parseSelector, selects } from '@hazardwatch/shared/point-selector'
import { partOn } from '@hazardwatch/shared/rule-part'
import { isWords } from '@hazardwatch/shared/words'

/** On how many points a rule is, and how many it means and cannot watch. */
export interface RuleReach { watched: number; excluded: number }

type Points = ReadonlyMap<string, Point>

/** @returns whether it is on what a selector means; a registered tag that reads like one is a tag. */
const isOnMany = (rule: AlarmRule, points: Points): boolean => rule.kind !== 'video' && rule.kind !== 'gateway' && looksLikeSelector(rule.point) && !points.has(pointKey(rule.enterprise, rule.point))

/** @param points by `ENT/TAG` @returns null for a rule on one point, or before the points are there */
export const reachOf = (rule: AlarmRule, points: Points): RuleReach | null => {
  if (points.size === 0 || !isOnMany(rule, points)) return null
  const selector = parseSelector(rule.point)
  const reach: RuleReach = { watched: 0, excluded: 0 }
  if (isWords(selector)) return reach
  for (const point of points.values()) {
    if (point.enterprise !== rule.enterprise || !selects(selector, point)) continue
    if (isWords(partOn(rule, point))) reach.excluded++
    else reach.watched++
  }
  return reach
}

/** @returns the rule as it is on a point, its figures in the unit of that; undefined when it does not watch it. */
export const ruleOnPoint = (rule: AlarmRule, point: Point | undefined): AlarmRule | undefined => {
  if (rule.kind === 'video' || rule.kind === 'gateway' || point === undefined || rule.point === point.tag) return rule
  const part = partOn(rule, point)
  return isWords(part) ? undefined : part
}
