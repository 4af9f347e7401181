import { DuckDBInstance, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { History, HistoryQuery, ReadingStore, StoredReading } from '@hazardwatch/shared/reading-store'
import { appendColumns } from './duckdb-columns.ts'
import { queryHistory } from './duckdb-history.ts'
import { NewestReadings } from './newest-readings.ts'

/**
 * Two threads: a history query may use a core while the other receives and judges. 512 MB: DuckDB's own default, 80 % of the machine,
 * would leave the rest of the process nothing. 64 MB of log between checkpoints: replayed in about a second after kill -9.
 */
const settings = { threads: '2', memory_limit: '512MB', wal_autocheckpoint: '64MB' }

const schemaSql = 'CREATE TABLE IF NOT EXISTS reading (point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL)'
const newestSql = 'SELECT point, max(time)::DOUBLE, arg_max(value, time), arg_max(quality, time) FROM reading GROUP BY point'
const suspectSql = 'CREATE OR REPLACE TEMP TABLE suspect AS FROM reading LIMIT 0'

/** Of several rows with the same point and time the first one stays. The bounds of time let DuckDB skip the row groups outside them. */
const insertSuspectsSql = `
  INSERT INTO reading
  SELECT point, time, first(value ORDER BY rowid), first(quality ORDER BY rowid) FROM suspect s
  WHERE NOT EXISTS (
    SELECT 1 FROM reading r WHERE r.point = s.point AND r.time = s.time
    AND r.time BETWEEN (SELECT min(time) FROM suspect) AND (SELECT max(time) FROM suspect)
  )
  GROUP BY point, time`

/**
 * Readings in one DuckDB file. Duplicates never reach the table: a row later than the newest of its point is new, and the few others
 * (resent, late, backfilled) are compared with what is stored, in the same transaction. So reading needs no dedupe.
 * An append is durable when its commit returns (DuckDB syncs its write-ahead log). Throws HazardError `store_unavailable`.
 */
export const openDuckDbStore = async (path: string): Promise<ReadingStore> => {
  let instance: DuckDBInstance | undefined
  try {
    instance = await DuckDBInstance.create(path, settings)
    const writer = await instance.connect()
    await writer.run(schemaSql)
    const store = new DuckDbStore(instance, writer)
    await store.loadNewest()
    return store
  } catch (error) {
    instance?.closeSync()
    throw new HazardError('store_unavailable', openRemedy(path, error instanceof Error ? error.message : String(error)))
  }
}

class DuckDbStore implements ReadingStore {
  private readonly instance: DuckDBInstance
  private readonly writer: DuckDBConnection
  private newest = new NewestReadings()
  /** After a failed append `newest` holds rows that are not stored; it is loaded again before the next. */
  private newestIsTrue = false
  /** What the writer does one after the other: its connection holds one transaction at a time. */
  private queue: Promise<void> = Promise.resolve()

  constructor(instance: DuckDBInstance, writer: DuckDBConnection) {
    this.instance = instance
    this.writer = writer
  }

  append(batch: ReadingBatch): Promise<void> {
    return this.inTurn(() => this.appendNow(batch))
  }

  async history(query: HistoryQuery): Promise<History> {
    const reader = await this.instance.connect()
    try {
      // One snapshot for all its statements: a reading that is stored meanwhile must not make the answer longer than it was counted.
      await reader.run('BEGIN')
      return await queryHistory(reader, query)
    } finally {
      reader.closeSync()
    }
  }

  /** From memory; a reading may show up here a moment before it is durable. */
  async latest(points: readonly number[]): Promise<Map<number, StoredReading>> {
    if (!this.newestIsTrue) await this.inTurn(() => this.loadNewest())
    const found = new Map<number, StoredReading>()
    for (const point of points) {
      const reading = this.newest.get(point)
      if (reading !== undefined) found.set(point, reading)
    }
    return found
  }

  async close(): Promise<void> {
    await this.queue
    this.writer.closeSync()
    this.instance.closeSync()
  }

  /** One pass over the point, time, value and quality columns: at start, and after a failure. */
  async loadNewest(): Promise<void> {
    const rows = (await this.writer.runAndReadAll(newestSql)).getRows()
    const newest = new NewestReadings()
    for (const [point, time, value, quality] of rows) newest.advance(Number(point), Number(time), Number(value), Number(quality))
    this.newest = newest
    this.newestIsTrue = true
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work)
    this.queue = done.catch(() => undefined)
    return done
  }

  private async appendNow(batch: ReadingBatch): Promise<void> {
    if (batch.count === 0) return
    if (!this.newestIsTrue) await this.loadNewest()
    const suspects = createBatch(0, batch.arrivedAt)
    const fresh = this.separate(batch, suspects)
    try {
      await this.writer.run('BEGIN')
      await this.appendTo('reading', fresh)
      if (suspects.count > 0) await this.appendSuspects(suspects)
      await this.writer.run('COMMIT')
    } catch (error) {
      this.newestIsTrue = false
      await this.writer.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  /** @returns the rows that cannot be duplicates; the others go to `suspects`. */
  private separate(batch: ReadingBatch, suspects: ReadingBatch): ReadingBatch {
    const fresh = createBatch(batch.count, batch.arrivedAt)
    for (let row = 0; row < batch.count; row++) {
      const point = batch.point[row] ?? 0
      const time = batch.time[row] ?? 0
      const value = batch.value[row] ?? Number.NaN
      const quality = batch.quality[row] ?? 0
      addReading(this.newest.advance(point, time, value, quality) ? fresh : suspects, point, time, value, quality)
    }
    return fresh
  }

  private async appendSuspects(suspects: ReadingBatch): Promise<void> {
    await this.writer.run(suspectSql)
    await this.appendTo('suspect', suspects)
    await this.writer.run(insertSuspectsSql)
  }

  private async appendTo(table: 'reading' | 'suspect', rows: ReadingBatch): Promise<void> {
    if (rows.count === 0) return
    const appender: DuckDBAppender = table === 'reading' ? await this.writer.createAppender(table) : await this.writer.createAppender(table, 'main', 'temp')
    try {
      appendColumns(appender, rows)
      appender.flushSync()
    } finally {
      appender.closeSync()
    }
  }
}

const openRemedy = (path: string, message: string): string => {
  if (/lock/i.test(message)) return `${path} is in use by another process: stop it, or choose another HAZARD_DATA_DIR`
  if (/not a valid DuckDB|corrupt|checksum|magic/i.test(message)) {
    return `${path} is not a readable DuckDB file: restore it from a backup, or move it away to start with an empty history (${firstLine(message)})`
  }
  return `${path} cannot be opened: ${firstLine(message)}`
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text
