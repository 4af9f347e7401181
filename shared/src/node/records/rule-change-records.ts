import type { Insertable, Selectable, Transaction } from 'kysely'
import type { Generated } from 'kysely'
import type { AlarmRule } from '../../alarm-rule.ts'
import type { Page } from '../../list-page.ts'
import { RuleChange, type RuleChangeFilter, type RuleEdit } from '../../rule-change.ts'
import { isoTime } from '../../time.ts'
import { badCursor } from './bad-cursor.ts'
import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'
import type { Tables } from './tables.ts'

export interface RuleChangeTable {
  id: Generated<number>
  rule: string
  enterprise: string
  at: number
  actor: string | null
  reason: string | null
  /** The rule as JSON; null where there was none. */
  before: string | null
  after: string | null
}

/** A rule before and after an edit. At least one of them is there. */
export interface EditedRule {
  before: AlarmRule | undefined
  after: AlarmRule | undefined
  edit: RuleEdit
}

/** Writes what changed beside the change itself; what did not change is no edit. */
export const noteRuleChanges = async (transaction: Transaction<Tables>, edited: readonly EditedRule[], at: number): Promise<void> => {
  const rows = edited.map(({ before, after, edit: { by, reason } }): Insertable<RuleChangeTable> => ({
    rule: (after ?? before)?.id ?? '', enterprise: (after ?? before)?.enterprise ?? '', at, actor: by, reason,
    before: before === undefined ? null : JSON.stringify(before), after: after === undefined ? null : JSON.stringify(after),
  })).filter((row) => row.before !== row.after)
  for (const part of chunks(rows)) await transaction.insertInto('rule_change').values(part).execute()
}

/** The newest first. */
export const listRuleChanges = async (records: Records, { rule, enterprise, limit, cursor }: RuleChangeFilter): Promise<Page<RuleChange>> => {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor('query.cursor')
  let query = records.selectFrom('rule_change').selectAll().orderBy('id', 'desc').limit(limit + 1)
  if (rule !== undefined) query = query.where('rule', '=', rule)
  if (enterprise !== undefined) query = query.where('enterprise', '=', enterprise)
  if (cursor !== undefined) query = query.where('id', '<', Number(cursor))
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  return { items: page.map(changeOf), next: rows.length > limit ? String(page.at(-1)?.id ?? '') : null }
}

const changeOf = (row: Selectable<RuleChangeTable>): RuleChange => RuleChange.parse({
  id: row.id, rule: row.rule, at: isoTime(row.at), by: row.actor, reason: row.reason,
  before: ruleIn(row.before), after: ruleIn(row.after),
})

const ruleIn = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
