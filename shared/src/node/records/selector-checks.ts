import type { AlarmRule } from '../../alarm-rule.ts'
import { pointKey } from '../../ids.ts'
import type { NumberedPoint, Point } from '../../ledger.ts'
import { looksLikeSelector, parseSelector } from '../../point-selector.ts'
import { hasUnitFigures, isOnMany, notForMany, partOn, selectedPoints, unitText, type PointLookup } from '../../rule-part.ts'
import { HazardError } from '../../error-codes.ts'
import { lookupOf, type LedgerPicture } from './ledger-picture.ts'

/** What is wrong with a rule on many points, and at which of its fields. */
export interface SelectorFault { field: string; reason: string }

const NAMED_POINTS = 3

/** @returns the parts of a rule that is on many points, or why it cannot be. */
export const partsToCheck = (lookup: PointLookup, rule: AlarmRule): { part: AlarmRule; point: NumberedPoint }[] | SelectorFault => {
  const selector = parseSelector(rule.point)
  if (typeof selector === 'string') return { field: 'point', reason: `${rule.point} is no tag of the ledger, and as a selector it cannot be read: ${selector}; or register the point first (POST /api/v1/points)` }
  const why = notForMany(rule)
  if (why !== undefined) return { field: 'point', reason: why }
  const points = selectedPoints(lookup, rule.enterprise, selector)
  if (points.length === 0) {
    if (rule.allowNoPoints !== true) return { field: 'point', reason: `the selector ${rule.point} means no point of ${rule.enterprise}, so nothing would be watched; correct it, register the points first, or set allowNoPoints to true` }
    return hasUnitFigures(rule) && rule.unit === undefined ? { field: 'unit', reason: `the selector ${rule.point} means no point yet, so nothing says in which unit the figures are; give unit` } : []
  }
  const units = new Set(points.map(({ unit }) => unit))
  if (rule.unit === undefined && units.size > 1 && hasUnitFigures(rule)) {
    return { field: 'unit', reason: `the selector ${rule.point} means points in ${[...units].slice(0, NAMED_POINTS).map(unitText).join(', ')}${units.size > NAMED_POINTS ? ', …' : ''}; give unit, so that the figures are converted for each point, or narrow the selector to one of them ({unit=…})` }
  }
  const parts = points.map((point) => ({ part: partOn(rule, point), point }))
  const fault = parts.map(({ part }) => part).find((part) => typeof part === 'string')
  return fault === undefined ? parts.flatMap(({ part, point }) => (typeof part === 'string' ? [] : [{ part, point }])) : { field: 'unit', reason: fault }
}

/** @returns the rule with the unit of its points, where it is on many and says none: whatever is registered later is compared in this one. */
export const withUnit = (lookup: PointLookup, rule: AlarmRule): AlarmRule => {
  if (rule.unit !== undefined || !isOnMany(lookup, rule) || !hasUnitFigures(rule)) return rule
  const selector = parseSelector(rule.point)
  const [first] = typeof selector === 'string' ? [] : selectedPoints(lookup, rule.enterprise, selector)
  return first === undefined ? rule : { ...rule, unit: first.unit }
}

export const rulesOnMany = (picture: LedgerPicture, enterprise: string): AlarmRule[] =>
  [...picture.rules.values()].filter((rule) => rule.enterprise === enterprise && isOnMany(lookupOf(picture), rule))

/** A tag that reads like the selector of a rule would take the rule over from all of its points. @throws HazardError `already_exists` */
export const checkTagsAgainstSelectors = (picture: LedgerPicture, points: readonly Point[]): void => {
  const doubtful = new Set(points.filter(({ tag }) => looksLikeSelector(tag)).map(({ enterprise, tag }) => pointKey(enterprise, tag)))
  if (doubtful.size === 0) return
  for (const rule of picture.rules.values()) {
    const key = pointKey(rule.enterprise, rule.point)
    if (rule.kind === 'video' || rule.kind === 'gateway' || !doubtful.has(key)) continue
    throw new HazardError('already_exists', `point ${key} would be named as the selector of rule ${rule.id} is written; write that as {tag=${rule.point}}, or register the point under another tag`)
  }
}
