import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { sameValue, type RuleField } from './rule-draft.ts'

type Value = AlarmRule[RuleField]

export interface FieldChange {
  field: RuleField
  /** Undefined or null = not set. */
  before: Value
  after: Value
}

/** @returns what differs between two rules, field by field, in the order of the contract; null is a rule that is not there. */
export const diffRules = (before: AlarmRule | null, after: AlarmRule | null): FieldChange[] => {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]) as Set<RuleField>
  return [...names].flatMap((field) => {
    const [old, fresh] = [before?.[field], after?.[field]]
    return sameValue(old ?? null, fresh ?? null) ? [] : [{ field, before: old, after: fresh }]
  })
}

/** @returns the JSON merge patch that makes one rule of the other: what differs, and null for what is gone. */
export const patchBetween = (before: AlarmRule, after: AlarmRule): Record<string, unknown> =>
  Object.fromEntries(diffRules(before, after).map(({ field }) => [field, after[field] ?? null]))
