import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Rules of every kind: a limit may be absent, what only some kinds have is one JSON column, and a rule may watch what is not (or not yet) a point.
 * The memory of a kind is kept beside its condition.
 */
export const ruleKindsMigration: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await createRuleTable(db, 'rule_of_kinds')
    await sql`insert into rule_of_kinds (id, enterprise, point, kind, limit_value, deadband, on_delay_s, off_delay_s, priority, enabled, ack_required, latching, parameters, retired)
      select id, enterprise, point, kind, limit_value, deadband, on_delay_s, off_delay_s, priority, enabled, ack_required, latching, '{}', retired from rule`.execute(db)
    await db.schema.dropTable('rule').execute()
    await db.schema.alterTable('rule_of_kinds').renameTo('rule').execute()
    // SQLite cannot take NOT NULL from a column; a new one takes its place.
    await db.schema.alterTable('occurrence').addColumn('limit_or_none', 'double precision').execute()
    await sql`update occurrence set limit_or_none = limit_value`.execute(db)
    await db.schema.alterTable('occurrence').dropColumn('limit_value').execute()
    await db.schema.alterTable('occurrence').renameColumn('limit_or_none', 'limit_value').execute()
    await db.schema.alterTable('rule_memory').addColumn('cells', 'text').execute()
  },
}

const createRuleTable = (db: Kysely<unknown>, name: string): Promise<void> => db.schema.createTable(name)
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('enterprise', 'text', (column) => column.notNull())
  .addColumn('point', 'text', (column) => column.notNull())
  .addColumn('kind', 'text', (column) => column.notNull())
  .addColumn('limit_value', 'double precision')
  .addColumn('deadband', 'double precision', (column) => column.notNull())
  .addColumn('on_delay_s', 'double precision', (column) => column.notNull())
  .addColumn('off_delay_s', 'double precision', (column) => column.notNull())
  .addColumn('priority', 'text', (column) => column.notNull())
  .addColumn('enabled', 'integer', (column) => column.notNull())
  .addColumn('ack_required', 'integer', (column) => column.notNull())
  .addColumn('latching', 'integer', (column) => column.notNull())
  .addColumn('parameters', 'text', (column) => column.notNull())
  .addColumn('retired', 'integer', (column) => column.notNull())
  .execute()
