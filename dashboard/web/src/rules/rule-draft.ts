import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { RuleCondition } from '@hazardwatch/shared/rule-condition'

export type RuleField = keyof AlarmRule

/** A window of a schedule as it is written. No days = every day. */
export interface WindowDraft {
  days: readonly number[]
  from: string
  to: string
}

/** The stage in which a rule is armed: a point, and the bounds as texts. */
export interface StageDraft {
  point: string
  low: string
  high: string
}

/** What is not one text. A field that is not there is left out of the rule. */
interface StructuredDraft {
  activeStates: readonly string[]
  alsoQualities: readonly string[]
  qualities: readonly string[]
  events: readonly string[]
  suppressedBy: readonly string[]
  others: readonly string[]
  schedule: readonly WindowDraft[]
  /** Limit as a text by operating state. */
  stateLimits: Readonly<Record<string, string>>
  activeWhile: StageDraft
  /** An empty id is one that is not chosen yet. */
  when: RuleCondition
  model: NonNullable<AlarmRule['model']>
}

export type StructuredField = keyof StructuredDraft
export type ListField = 'activeStates' | 'alsoQualities' | 'qualities' | 'events' | 'suppressedBy' | 'others'
export type TextField = Exclude<RuleField, StructuredField>
type DraftFields = Record<TextField, string> & StructuredDraft

/** What stands in the form. An empty text is a field that is left out. */
export type RuleDraft = { readonly [Field in RuleField]?: DraftFields[Field] | undefined }

const numberText = (value: number | null): string => (value === null ? '' : String(value))

/** What is written in another way than it is kept. */
const written: { readonly [Field in StructuredField]?: (value: never) => unknown } = {
  schedule: (windows: NonNullable<AlarmRule['schedule']>): WindowDraft[] => windows.map(({ days, from, to }) => ({ days: days ?? [], from, to })),
  stateLimits: (limits: NonNullable<AlarmRule['stateLimits']>) => Object.fromEntries(Object.entries(limits).map(([state, limit]) => [state, String(limit)])),
  activeWhile: ({ point, low, high }: NonNullable<AlarmRule['activeWhile']>): StageDraft => ({ point, low: numberText(low), high: numberText(high) }),
}

const draftValue = (field: string, value: unknown): unknown => {
  const write = (written as Readonly<Record<string, ((given: unknown) => unknown) | undefined>>)[field]
  if (write !== undefined) return write(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

/** @returns the form filled with a rule. */
export const draftOf = (rule: Partial<AlarmRule>): RuleDraft =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined && value !== null).map(([field, value]) => [field, draftValue(field, value)]))

/** @returns whether a field of the form is empty. */
export const isUnset = (value: RuleDraft[RuleField]): boolean => value === undefined || value === ''

/** @returns whether two values say the same, whatever the order of their keys. */
export const sameValue = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part) ?? ''

/** @returns the fields in which the form differs from the rule that it was filled with. */
export const changedFields = (draft: RuleDraft, base: AlarmRule | null): ReadonlySet<RuleField> => {
  if (base === null) return new Set()
  const before = draftOf(base)
  const names = new Set([...Object.keys(draft), ...Object.keys(before)]) as Set<RuleField>
  return new Set([...names].filter((field) => !sameValue(draft[field] ?? '', before[field] ?? '')))
}
