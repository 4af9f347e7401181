import type { AlarmRule } from '../../alarm-rule.ts'
import { pointKey } from '../../ids.ts'
import type { NumberedPoint, Point } from '../../ledger.ts'
import { looksLikeSelector, parseSelector } from '../../point-selector.ts'
import { hasUnitFigures, isOnMany, notForMany, partOn, selectedPoints, unitWords, type PointLookup } from '../../rule-part.ts'
import { HazardError } from '../../error-codes.ts'
import { isWords, type Language, type Words } from '../../words.ts'
import { lookupOf, type LedgerPicture } from './ledger-picture.ts'

/** What is wrong with a rule on many points, and at which of its fields. */
export interface SelectorFault { field: string; reason: Words }

const NAMED_POINTS = 3

/** @returns the parts of a rule that is on many points, or why it cannot be. */
export const partsToCheck = (lookup: PointLookup, rule: AlarmRule): { part: AlarmRule; point: NumberedPoint }[] | SelectorFault => {
  const selector = parseSelector(rule.point)
  if (isWords(selector)) {
    return { field: 'point', reason: {
      en: `${rule.point} is no tag of the ledger, and as a selector it cannot be read: ${selector.en}; or register the point first (POST /api/v1/points)`,
      zh: `台账中没有位号 ${rule.point}，作为选择器也无法解析：${selector.zh}；或先登记该测点（POST /api/v1/points）`,
    } }
  }
  const why = notForMany(rule)
  if (why !== undefined) return { field: 'point', reason: why }
  const points = selectedPoints(lookup, rule.enterprise, selector)
  if (points.length === 0) return rule.allowNoPoints === true && (rule.unit !== undefined || !hasUnitFigures(rule)) ? [] : nothingMeant(rule)
  const units = new Set(points.map(({ unit }) => unit))
  if (rule.unit === undefined && units.size > 1 && hasUnitFigures(rule)) return { field: 'unit', reason: severalUnits(rule, [...units]) }
  const parts = points.map((point) => ({ part: partOn(rule, point), point }))
  const fault = parts.map(({ part }) => part).find(isWords)
  return fault === undefined ? parts.flatMap(({ part, point }) => (isWords(part) ? [] : [{ part, point }])) : { field: 'unit', reason: fault }
}

const nothingMeant = ({ point, enterprise, allowNoPoints }: AlarmRule): SelectorFault => (allowNoPoints === true ? {
  field: 'unit',
  reason: { en: `the selector ${point} means no point yet, so nothing says in which unit the figures are; give unit`, zh: `选择器 ${point} 尚未匹配到测点，各数值的单位无从得知；写上 unit` },
} : {
  field: 'point',
  reason: {
    en: `the selector ${point} means no point of ${enterprise}, so nothing would be watched; correct it, register the points first, or set allowNoPoints to true`,
    zh: `选择器 ${point} 在企业 ${enterprise} 没有匹配的测点，什么都不会被监视；更正选择器，先登记测点，或把 allowNoPoints 设为 true`,
  },
})

const severalUnits = ({ point }: AlarmRule, units: readonly string[]): Words => {
  const named = (language: Language): string[] => [...units.slice(0, NAMED_POINTS).map((unit) => unitWords(unit)[language]), ...(units.length > NAMED_POINTS ? ['…'] : [])]
  return {
    en: `the selector ${point} means points in ${named('en').join(', ')}; give unit, so that the figures are converted for each point, or narrow the selector to one of them ({unit=…})`,
    zh: `选择器 ${point} 匹配的测点单位不一（${named('zh').join('、')}）；写上 unit，各数值即按每个测点换算，或把选择器收窄到其中一种单位（{unit=…}）`,
  }
}

/** @returns the rule with the unit of its points, where it is on many and says none: whatever is registered later is compared in this one. */
export const withUnit = (lookup: PointLookup, rule: AlarmRule): AlarmRule => {
  if (rule.unit !== undefined || !isOnMany(lookup, rule) || !hasUnitFigures(rule)) return rule
  const selector = parseSelector(rule.point)
  const [first] = isWords(selector) ? [] : selectedPoints(lookup, rule.enterprise, selector)
  return first === undefined ? rule : { ...rule, unit: first.unit }
}

export const rulesOnMany = (picture: LedgerPicture, enterprise: string): AlarmRule[] =>
  picture.rules.of({ enterprise }).filter((rule) => isOnMany(lookupOf(picture), rule))

/** A tag that reads like the selector of a rule would take the rule over from all of its points. @throws HazardError `already_exists` */
export const checkTagsAgainstSelectors = (picture: LedgerPicture, points: readonly Point[]): void => {
  for (const { enterprise, tag } of points) {
    if (!looksLikeSelector(tag)) continue
    const rule = picture.rules.of({ enterprise }).find(({ kind, point }) => point === tag && kind !== 'video' && kind !== 'gateway')
    if (rule === undefined) continue
    const key = pointKey(enterprise, tag)
    throw new HazardError('already_exists', {
      en: `point ${key} would be named as the selector of rule ${rule.id} is written; write that as {tag=${rule.point}}, or register the point under another tag`,
      zh: `测点 ${key} 的位号与规则 ${rule.id} 的选择器写法相同；把该选择器写成 {tag=${rule.point}}，或用别的位号登记测点`,
    })
  }
}
