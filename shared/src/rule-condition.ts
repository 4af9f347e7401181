import { z } from 'zod'
import { RuleId } from './ids.ts'

/** A boolean combination of the conditions of other rules: an id is true while that rule's condition is raised, whatever hides its alarm. */
export type RuleCondition = string | { and: RuleCondition[] } | { or: RuleCondition[] } | { not: RuleCondition }

export const RuleCondition: z.ZodType<RuleCondition> = z.lazy(() => z.union([
  RuleId,
  z.strictObject({ and: z.array(RuleCondition).min(1).max(32) }),
  z.strictObject({ or: z.array(RuleCondition).min(1).max(32) }),
  z.strictObject({ not: RuleCondition }),
]))

/** @returns the ids of all rules in a condition, each once, in their order. */
export const conditionIds = (condition: RuleCondition): string[] => [...new Set(idsIn(condition))]

const idsIn = (condition: RuleCondition): string[] => {
  if (typeof condition === 'string') return [condition]
  if ('not' in condition) return idsIn(condition.not)
  return ('and' in condition ? condition.and : condition.or).flatMap(idsIn)
}

/** @returns whether the condition holds. @param holds whether that of a rule does */
export const evaluateCondition = (condition: RuleCondition, holds: (rule: string) => boolean): boolean => {
  if (typeof condition === 'string') return holds(condition)
  if ('not' in condition) return !evaluateCondition(condition.not, holds)
  return 'and' in condition ? condition.and.every((part) => evaluateCondition(part, holds)) : condition.or.some((part) => evaluateCondition(part, holds))
}
