import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const plantEvents: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await createCameras(db)
    await createEvents(db)
    await createPresence(db)
  },
}

const createCameras = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createTable('camera')
    .addColumn('enterprise', 'text', (column) => column.notNull().references('enterprise.code'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text')
    .addColumn('source', 'text')
    .addColumn('expected_interval_s', 'double precision')
    .addColumn('lon', 'double precision')
    .addColumn('lat', 'double precision')
    .addColumn('retired', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('camera_key', ['enterprise', 'id'])
    .execute()
  await db.schema.createTable('camera_state')
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('camera', 'text', (column) => column.notNull())
    .addColumn('heard_at', 'bigint', (column) => column.notNull())
    .addColumn('event_at', 'bigint', (column) => column.notNull())
    .addColumn('offline', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('camera_state_key', ['enterprise', 'camera'])
    .execute()
}

const createEvents = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createTable('plant_event')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text')
    .addColumn('camera', 'text')
    .addColumn('detail', 'text', (column) => column.notNull())
    .addUniqueConstraint('plant_event_once', ['enterprise', 'kind', 'subject', 'at', 'type'])
    .execute()
  await db.schema.createIndex('plant_event_by_time').on('plant_event').columns(['at', 'id']).execute()
  await db.schema.createIndex('plant_event_by_enterprise').on('plant_event').columns(['enterprise', 'at', 'id']).execute()
}

const createPresence = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createTable('enterprise_presence')
    .addColumn('enterprise', 'text', (column) => column.primaryKey())
    .addColumn('online', 'integer', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('counted_to', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createTable('presence_day')
    .addColumn('enterprise', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('online_ms', 'bigint', (column) => column.notNull())
    .addColumn('disconnects', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('presence_day_key', ['enterprise', 'day'])
    .execute()
}
