import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is asked of years of alarms and accounts is found without walking past all of them. */
export const yearsOfRecords: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createIndex('occurrence_by_rule').on('occurrence').columns(['rule', 'raised_at']).execute()
    await db.schema.createIndex('occurrence_by_region').on('occurrence').columns(['region', 'raised_at']).execute()
    await db.schema.createIndex('occurrence_by_end').on('occurrence').column('cleared_at').execute()
    await db.schema.createIndex('occurrence_of_dry_run').on('occurrence').columns(['raised_at', 'id']).where(sql.ref('dry_run'), '=', sql.lit(1)).execute()
    await db.schema.createIndex('occurrence_late').on('occurrence').columns(['raised_at', 'id']).where(sql.ref('late'), '=', sql.lit(1)).execute()
    for (const table of ['sender_day', 'sender_completeness', 'presence_day']) await db.schema.createIndex(`${table}_by_day`).on(table).column('day').execute()
  },
}
