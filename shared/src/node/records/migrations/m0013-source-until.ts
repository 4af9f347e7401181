import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** An operating state may end by itself. */
export const sourceUntil: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('source_state').addColumn('until', 'bigint').execute()
  },
}
