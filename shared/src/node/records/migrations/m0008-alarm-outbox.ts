import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What has to be told of alarms, in the order in which it became durable. */
export const alarmOutbox: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createTable('alarm_outbox')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('recorded_at', 'bigint', (column) => column.notNull())
      .addColumn('region', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('announced', 'integer', (column) => column.notNull())
      .addColumn('alarm', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('alarm_outbox_by_time').on('alarm_outbox').column('recorded_at').execute()
  },
}
