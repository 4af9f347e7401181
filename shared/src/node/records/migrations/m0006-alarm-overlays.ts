import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Shelving, suppression, out of service; confirmation, assignment, re-alarm. */
export const alarmOverlays: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await extendOccurrences(db)
    await db.schema.alterTable('alarm_transition').addColumn('reason', 'text').execute()
    await db.schema.alterTable('rule').addColumn('re_alarm_s', 'double precision').execute()
    await createOverlays(db)
  },
}

const extendOccurrences = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('occurrence').addColumn('underlying_state', 'text', (column) => column.notNull().defaultTo('normal')).execute()
  await sql`update occurrence set underlying_state = state`.execute(db)
  for (const name of ['confirmed_by', 'assignee', 'shelved_by', 'reason']) await db.schema.alterTable('occurrence').addColumn(name, 'text').execute()
  for (const name of ['confirmed_at', 'shelved_until']) await db.schema.alterTable('occurrence').addColumn(name, 'bigint').execute()
  await db.schema.createIndex('occurrence_by_underlying_state').on('occurrence').column('underlying_state').execute()
}

const createOverlays = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createTable('alarm_overlay')
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('point', 'text', (column) => column.notNull())
    .addColumn('layer', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('one_shot', 'integer', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('causes', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('alarm_overlay_key', ['rule', 'enterprise', 'point', 'layer'])
    .execute()
  await db.schema.createTable('overlay_journal')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('point', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('actor', 'text')
    .addColumn('reason', 'text')
    .execute()
  await db.schema.createIndex('overlay_journal_by_rule').on('overlay_journal').columns(['rule', 'seq']).execute()
}
