import { z } from 'zod'
import { AlarmRule } from './alarm-rule.ts'
import { IsoTime } from './time.ts'

/** Who changes a rule, and why. */
export interface RuleEdit {
  /** Null: nobody said, or the rule went with its point. */
  by: string | null
  reason: string | null
}

/** One edit of a rule, written in the transaction of the edit. */
export const RuleChange = z.object({
  id: z.number().int(),
  rule: z.string(),
  at: IsoTime,
  by: z.string().nullable(),
  reason: z.string().nullable(),
  before: AlarmRule.nullable().describe('Null: the rule is new, or came back'),
  after: AlarmRule.nullable().describe('Null: the rule was retired'),
})
export type RuleChange = z.infer<typeof RuleChange>

export interface RuleChangeFilter {
  rule?: string | undefined
  enterprise?: string | undefined
  limit: number
  /** Id of the last one of the page before. */
  cursor?: string | undefined
}
