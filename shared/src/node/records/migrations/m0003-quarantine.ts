import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Names that were seen and are not registered, and how fast a point may change. */
export const quarantine: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createTable('quarantine')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('enterprise', 'text')
      .addColumn('gateway', 'text')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
      .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
      .addColumn('seen', 'bigint', (column) => column.notNull())
      .addColumn('value', 'double precision')
      .addColumn('time', 'bigint')
      .execute()
    await db.schema.alterTable('point').addColumn('max_rate_per_s', 'double precision').execute()
  },
}
