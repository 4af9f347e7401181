import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const senderAccounts: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('gateway').addColumn('clock_correction', 'text').execute()
    await db.schema.createTable('account_mark')
      .addColumn('enterprise', 'text', (column) => column.primaryKey())
      .addColumn('counted_to', 'bigint', (column) => column.notNull())
      .addColumn('gateways', 'text', (column) => column.notNull())
      .addColumn('points', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createTable('sender_state')
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('gateway', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('sender_state_key', ['enterprise', 'gateway'])
      .execute()
    await db.schema.createTable('sender_day')
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('gateway', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('counts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('sender_day_key', ['enterprise', 'gateway', 'day'])
      .execute()
    await db.schema.createTable('sender_completeness')
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('gateway', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('expected', 'bigint', (column) => column.notNull())
      .addColumn('received', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('sender_completeness_key', ['enterprise', 'gateway', 'day'])
      .execute()
  },
}
