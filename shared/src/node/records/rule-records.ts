import { setImmediate as breathe } from 'node:timers/promises'
import type { AlarmRule } from '../../alarm-rule.ts'
import type { Clock } from '../../clock.ts'
import { HazardError } from '../../error-codes.ts'
import type { LedgerChange } from '../../ledger-port.ts'
import type { RuleChangeFilter, RuleEdit } from '../../rule-change.ts'
import type { Words } from '../../words.ts'
import { checkEnterpriseExists, checkNew, found } from './ledger-checks.ts'
import { lookupOf, type LedgerPicture } from './ledger-picture.ts'
import type { Records } from './open-records.ts'
import { putRuleRows } from './put-ledger-rows.ts'
import { retireRules } from './retire-ledger-rows.ts'
import { listRuleChanges, noteRuleChanges } from './rule-change-records.ts'
import { checkRules, ruleChecker } from './rule-checks.ts'
import { withUnit } from './selector-checks.ts'

const NOBODY: RuleEdit = { by: null, reason: null }

/** Rules of the ledger: each write is checked, and leaves a change record in its own transaction. */
export const ruleWrites = (records: Records, picture: LedgerPicture, write: (work: () => Promise<LedgerChange[]>) => Promise<void>, clock: Clock) => {
  const lookup = lookupOf(picture)
  const put = async (written: readonly AlarmRule[], edit: RuleEdit): Promise<LedgerChange[]> => {
    const items = written.map((rule) => withUnit(lookup, rule))
    // Between what takes long for thousands of rules others have their turn; other writes wait in the queue.
    await breathe()
    await putRuleRows(records, items, (transaction) => noteRuleChanges(transaction, items.map((after) => ({ before: picture.rules.get(after.id), after, edit })), clock()))
    for (const item of items) picture.rules.set(item)
    await breathe()
    return items.map((rule) => ({ type: 'rule', rule, retired: false }))
  }
  return {
    createRules: (items: readonly AlarmRule[], edit = NOBODY) => write(async () => {
      checkNew('rule', items.map((item) => item.id), (key) => picture.rules.has(key))
      checkRules(picture, items)
      return put(items, edit)
    }),
    replaceRule: (item: AlarmRule, edit = NOBODY) => write(async () => {
      found('rule', item.id, picture.rules.get(item.id))
      checkEnterpriseExists(picture, item.enterprise)
      checkRules(picture, [item])
      return put([item], edit)
    }),
    putRules: (items: readonly AlarmRule[], edit = NOBODY) => write(async () => {
      checkRules(picture, items)
      return put(items, edit)
    }),
    retireRule: (id: string, edit = NOBODY) => write(async () => {
      const rule = found('rule', id, picture.rules.get(id))
      const changes = await records.transaction().execute((transaction) => retireRules(transaction, [rule], edit, clock()))
      picture.rules.delete(id)
      return changes
    }),
    ruleFaults: (items: readonly AlarmRule[]) => ruleFaults(picture, items),
    ruleChanges: (filter: RuleChangeFilter) => listRuleChanges(records, filter),
  }
}

/** Each rule as if all of them were written already, so that one fault does not hide the next. */
const ruleFaults = (picture: LedgerPicture, items: readonly AlarmRule[]): (Words | null)[] => {
  const written: LedgerPicture = { ...picture, rules: picture.rules.with(items) }
  const check = ruleChecker(written, items)
  return items.map((rule, item) => {
    try {
      check({ rule, item })
      return null
    } catch (error) {
      if (error instanceof HazardError) return error.words
      throw error
    }
  })
}
