import { z } from 'zod'
import { EnterpriseCode, RuleId, Tag } from './ids.ts'
import { SELECTOR_SYNTAX } from './point-selector.ts'
import { checkKind, limitKinds, ruleParameters, RuleKind, type RuleFault } from './rule-parameters.ts'

/** Priorities, most urgent first: 重大 / 较大 / 一般 / 低. */
export const priorities = ['red', 'orange', 'yellow', 'blue'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** @returns whether the kind compares readings with a fixed limit. */
export const isLimit = (kind: RuleKind): boolean => (limitKinds as readonly RuleKind[]).includes(kind)

/** @returns whether the kind alarms on high values (at or above its limit): all but L and LL do. */
export const isHighLimit = (kind: RuleKind): boolean => kind !== 'L' && kind !== 'LL'

/**
 * An alarm rule on one point, or on all that a selector means: as if each had a rule of its own. Semantics: H and HH are true at `value >= limit` and false again below `limit - deadband`,
 * L and LL mirrored; every other kind makes a signal of its readings, which is compared in the same way. Then the on-delay,
 * then the off-delay, all in event time.
 */
const Fields = z.object({
  id: RuleId,
  enterprise: EnterpriseCode,
  point: Tag.describe(SELECTOR_SYNTAX),
  kind: RuleKind,
  limit: z.number().nullable().default(null).describe('In the unit of the point; null for kinds that have none'),
  deadband: z.number().min(0).default(0).describe('In the unit of the limit; acts on clearing only'),
  onDelayS: z.number().min(0).max(86_400).default(0),
  offDelayS: z.number().min(0).max(86_400).default(0),
  priority: Priority,
  enabled: z.boolean().default(true),
  ackRequired: z.boolean().default(true),
  latching: z.boolean().default(false),
  reAlarmS: z.number().min(60).max(604_800).nullable().default(null).describe('An acknowledged alarm that still stands after so long asks again; null = never'),
  ...ruleParameters,
})

export const AlarmRule = Fields.superRefine((rule, context) => {
  const fault = ({ field, reason, message, zh }: RuleFault): void => { context.addIssue({ code: 'custom', path: [field], params: { reason, zh }, message }) }
  if (rule.suppressedBy?.includes(rule.id) === true) {
    fault({ field: 'suppressedBy', reason: 'itself', message: 'a rule cannot suppress its own alarm; name the rules upstream', zh: '规则不能抑制自身的报警；写上游的规则' })
  }
  for (const each of checkKind(rule)) fault(each)
})
export type AlarmRule = z.infer<typeof Fields>
