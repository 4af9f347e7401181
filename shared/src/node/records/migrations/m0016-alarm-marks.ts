import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What an alarm has found wrong with an instrument, and what the operator says of an early warning. */
export const alarmMarks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const name of ['finding', 'mark_by']) await db.schema.alterTable('occurrence').addColumn(name, 'text').execute()
    await db.schema.alterTable('occurrence').addColumn('mark_useful', 'integer').execute()
    await db.schema.alterTable('occurrence').addColumn('mark_at', 'bigint').execute()
    await db.schema.createIndex('occurrence_by_kind').on('occurrence').columns(['kind', 'enterprise']).execute()
  },
}
