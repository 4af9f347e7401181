import { setImmediate as breathe } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import { AlarmChange, type Alarm } from '../../alarm.ts'
import { isoTime } from '../../time.ts'
import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'
import type { Tables } from './tables.ts'

export interface OutboxItem { alarm: Alarm; region: string; event: string; at: number; announced: boolean }

/** Puts what has to be told beside what it tells of: both are durable, or neither. Late occurrences and those of a dry run are not told. */
export const writeOutbox = async (transaction: Transaction<Tables>, recordedAt: number, items: readonly OutboxItem[]): Promise<void> => {
  for (const part of chunks(items.filter(({ alarm }) => !alarm.late && !alarm.dryRun))) {
    await transaction.insertInto('alarm_outbox').values(part.map(({ alarm, region, event, at, announced }) => ({
      recorded_at: recordedAt, region, event, at, announced: Number(announced), alarm: JSON.stringify(alarm),
    }))).execute()
  }
}

/** @param after the last `seq` that the reader has dealt with @param regions counties; undefined = all */
export const readOutbox = async (records: Records, after: number, limit: number, regions: readonly string[] | undefined): Promise<AlarmChange[]> => {
  const query = records.selectFrom('alarm_outbox').selectAll().where('seq', '>', after).orderBy('seq').limit(limit)
  const rows = await (regions === undefined ? query : query.where('region', 'in', regions)).execute()
  return rows.map((row) => AlarmChange.parse({
    seq: row.seq, event: row.event, at: isoTime(row.at), recordedAt: isoTime(row.recorded_at), announced: row.announced === 1, alarm: JSON.parse(row.alarm) as unknown,
  }))
}

/** Forgets what was recorded before a time (epoch ms): whoever has been away for longer reads the alarms themselves. */
export const pruneOutbox = async (records: Records, before: number): Promise<void> => {
  for (;;) {
    const oldest = records.selectFrom('alarm_outbox').select('seq').where('recorded_at', '<', before).orderBy('recorded_at').limit(ROWS_A_TURN)
    const { numDeletedRows } = await records.deleteFrom('alarm_outbox').where('seq', 'in', oldest).executeTakeFirstOrThrow()
    if (numDeletedRows < ROWS_A_TURN) return
    await breathe()
  }
}

/** After a month off there are millions to forget: alarms go in between. */
const ROWS_A_TURN = 500
