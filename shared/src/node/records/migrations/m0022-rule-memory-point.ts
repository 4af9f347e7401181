import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Of which point a rule's memory is: a rule may be on another one, or on many, when it is read again. */
export const ruleMemoryPoint: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('rule_memory').addColumn('point', 'text').execute()
  },
}
