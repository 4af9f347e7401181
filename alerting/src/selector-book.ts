import type { SelectorGaps } from '@hazardwatch/shared/alarm-desk'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { PointSelector } from '@hazardwatch/shared/point-selector'
import type { Words } from '@hazardwatch/shared/words'

/** A rule on many points, and what it is on now. */
export interface SelectorRule {
  rule: AlarmRule
  selector: PointSelector
  /** Tags of the points that it watches. */
  parts: Set<string>
  /** By tag: why the point, which is meant, cannot be watched. */
  excluded: Map<string, Words>
}

export interface SelectorBook {
  /** By rule id. */
  rules: Map<string, SelectorRule>
  /** Ids of the rules of an enterprise: who looks at a point that is registered. */
  ofEnterprise: Map<string, Set<string>>
}

export const createSelectorBook = (): SelectorBook => ({ rules: new Map(), ofEnterprise: new Map() })

export const bookSelector = (book: SelectorBook, entry: SelectorRule): void => {
  const { id, enterprise } = entry.rule
  unbookSelector(book, id)
  book.rules.set(id, entry)
  book.ofEnterprise.set(enterprise, (book.ofEnterprise.get(enterprise) ?? new Set<string>()).add(id))
}

export const unbookSelector = (book: SelectorBook, id: string): void => {
  const known = book.rules.get(id)
  if (known === undefined) return
  book.rules.delete(id)
  book.ofEnterprise.get(known.rule.enterprise)?.delete(id)
}

/** @returns the rules of an enterprise that are on many points. */
export const selectorsOf = (book: SelectorBook, enterprise: string): SelectorRule[] =>
  [...book.ofEnterprise.get(enterprise) ?? []].map((id) => book.rules.get(id)).filter((entry) => entry !== undefined)

export const gapsOf = ({ rules }: SelectorBook): SelectorGaps => {
  const gaps: SelectorGaps = { excludedPoints: 0, rulesWithoutPoints: 0 }
  for (const { rule, parts, excluded } of rules.values()) {
    if (!rule.enabled) continue
    gaps.excludedPoints += excluded.size
    if (parts.size === 0 && excluded.size === 0 && rule.allowNoPoints !== true) gaps.rulesWithoutPoints++
  }
  return gaps
}
