import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const gatewayProfiles: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createTable('gateway')
      .addColumn('enterprise', 'text', (column) => column.notNull().references('enterprise.code'))
      .addColumn('code', 'text', (column) => column.notNull())
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('topic', 'text')
      .addColumn('mn', 'text')
      .addColumn('map', 'text', (column) => column.notNull())
      .addColumn('retired', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('gateway_key', ['enterprise', 'code'])
      .execute()
  },
}
