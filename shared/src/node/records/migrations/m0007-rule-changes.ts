import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every edit of a rule: who, when, before, after, why. */
export const ruleChanges: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createTable('rule_change')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text')
      .addColumn('reason', 'text')
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .execute()
    await db.schema.createIndex('rule_change_by_rule').on('rule_change').columns(['rule', 'id']).execute()
    await db.schema.createIndex('rule_change_by_enterprise').on('rule_change').columns(['enterprise', 'id']).execute()
  },
}
