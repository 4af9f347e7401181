import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Occurrences of rules in a dry run: what would have alarmed. */
export const dryRun: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('occurrence').addColumn('dry_run', 'integer', (column) => column.notNull().defaultTo(0)).execute()
  },
}
