import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'
import type { QuarantineTable } from './tables.ts'

/** Port: the quarantine list on disk. Rows are absolute: written twice they say the same. */
export interface QuarantineRecords {
  load(): Promise<QuarantineTable[]>
  /** One transaction; resolves when durable. */
  commit(put: readonly QuarantineTable[], dropped: readonly string[]): Promise<void>
}

export const createQuarantineRecords = (records: Records): QuarantineRecords => ({
  load: () => records.selectFrom('quarantine').selectAll().orderBy('last_seen_at').execute(),
  commit: (put, dropped) => records.transaction().execute(async (transaction) => {
    for (const part of chunks(dropped)) await transaction.deleteFrom('quarantine').where('id', 'in', part).execute()
    for (const part of chunks(put)) {
      await transaction.insertInto('quarantine').values(part).onConflict((conflict) => conflict.column('id').doUpdateSet((row) => ({
        topic: row.ref('excluded.topic'), first_seen_at: row.ref('excluded.first_seen_at'), last_seen_at: row.ref('excluded.last_seen_at'),
        seen: row.ref('excluded.seen'), value: row.ref('excluded.value'), time: row.ref('excluded.time'),
      }))).execute()
    }
  }),
})
