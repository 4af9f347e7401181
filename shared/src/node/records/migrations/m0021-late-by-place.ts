import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What has been judged is told by the place in the log of readings (`engine_place`), late readings too: when they arrived says nothing more. */
export const lateByPlace: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('rule_memory').dropColumn('arrived_at').execute()
  },
}
