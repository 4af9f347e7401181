import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How far the engine has judged: late readings by rule, plant events as a whole; and the operating state of each source, as events have told it. */
export const enginePlace: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('rule_memory').addColumn('arrived_at', 'bigint').execute()
    await db.schema.createTable('engine_place')
      .addColumn('log', 'text', (column) => column.primaryKey())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createTable('source_state')
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('source_state_key', ['enterprise', 'source'])
      .execute()
  },
}
