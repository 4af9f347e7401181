import { z } from 'zod'
import { EnterpriseCode, RuleId, Tag } from './ids.ts'

/** Priorities, most urgent first: 重大 / 较大 / 一般 / 低. */
export const priorities = ['red', 'orange', 'yellow', 'blue'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

export const ruleKinds = ['LL', 'L', 'H', 'HH'] as const
export const RuleKind = z.enum(ruleKinds)
export type RuleKind = z.infer<typeof RuleKind>

/** @returns whether the kind alarms on high values (at or above its limit). */
export const isHighLimit = (kind: RuleKind): boolean => kind === 'H' || kind === 'HH'

/**
 * An alarm rule on one point. Semantics: H and HH are true at `value >= limit` and false again below `limit - deadband`,
 * L and LL mirrored; then the on-delay, then the off-delay, all in event time.
 */
export const AlarmRule = z.object({
  id: RuleId,
  enterprise: EnterpriseCode,
  point: Tag,
  kind: RuleKind,
  limit: z.number().describe('In the unit of the point'),
  deadband: z.number().min(0).default(0).describe('In the unit of the point; acts on clearing only'),
  onDelayS: z.number().min(0).max(86_400).default(0),
  offDelayS: z.number().min(0).max(86_400).default(0),
  priority: Priority,
  enabled: z.boolean().default(true),
  ackRequired: z.boolean().default(true),
  latching: z.boolean().default(false),
  reAlarmS: z.number().min(60).max(604_800).nullable().default(null).describe('An acknowledged alarm that still stands after so long asks again; null = never'),
})
export type AlarmRule = z.infer<typeof AlarmRule>
