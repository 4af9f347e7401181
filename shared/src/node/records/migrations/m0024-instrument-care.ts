import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Calibrations of instruments, every record of them, and bump tests. */
export const instrumentCare: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.createTable('calibration_record')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('enterprise', 'text', (column) => column.notNull())
      .addColumn('tag', 'text', (column) => column.notNull())
      .addColumn('calibrated_at', 'bigint')
      .addColumn('interval_days', 'double precision', (column) => column.notNull())
      .addColumn('by', 'text')
      .addColumn('reference', 'text')
      .addColumn('result', 'text')
      .addColumn('recorded_at', 'bigint', (column) => column.notNull())
      .addColumn('retired', 'integer', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('calibration_record_by_point').on('calibration_record').columns(['enterprise', 'tag', 'seq']).execute()
    await createBumpTests(db)
  },
}

const createBumpTests = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createTable('bump_test')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('gas', 'text', (column) => column.notNull())
    .addColumn('concentration', 'double precision', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('expected_t90_s', 'double precision', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('reference', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .addColumn('removed_at', 'bigint')
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('suppressed_until', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('t90_s', 'double precision')
    .addColumn('reached', 'double precision')
    .execute()
  await db.schema.createIndex('bump_test_by_point').on('bump_test').columns(['enterprise', 'tag', 'seq']).execute()
}
