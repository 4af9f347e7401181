import { basename, dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { History, HistoryQuery, MaintainedStore, MaintenanceReport, ScannableStore, ScanQuery, ScanTaker, StoredReading, StoreStats } from '@hazardwatch/shared/reading-store'
import { maintainStore } from './compact-day.ts'
import { openDatabase, tidyUp } from './database.ts'
import { findUnreadable } from './day-file.ts'
import { queryHistory, wholeMs } from './duckdb-history.ts'
import { scanSegments } from './duckdb-scan.ts'
import { inTransaction, listSegments } from './manifest.ts'
import { defaultMaintenance, type MaintenanceSettings } from './plan-maintenance.ts'
import { fileOf, idOf, tableOf, type Segment } from './segment.ts'
import { isInvalidated, toStoreError } from './store-failure.ts'
import { StoreSession } from './store-session.ts'
import { dayOf } from './utc-day.ts'

/**
 * Readings of the running days in one DuckDB file, each day before them in a Parquet file of its own, in a folder beside it
 * (`readings.duckdb`, `readings/2026-11-23.7.parquet`). Duplicates never get in: a row later than the newest of its point is new, and the
 * few others (resent, late, backfilled) are compared with what is stored of their day, in the same transaction. So reading needs no dedupe.
 * An append is durable when its commit returns (DuckDB syncs its write-ahead log). Throws HazardError `store_unavailable`.
 */
export const openDuckDbStore = async (path: string, settings: Partial<StoreSettings> = {}): Promise<MaintainedStore & ScannableStore> => {
  const { logBytes, ...maintenance } = { ...defaultMaintenance, logBytes: LOG_BYTES, ...settings }
  const folder = join(dirname(path), path.endsWith('.duckdb') ? basename(path, '.duckdb') : `${basename(path)}-days`)
  const place = { path, folder, logBytes, state: { sealed: new Set<string>(), unreadable: new Map<string, Segment>(), generation: 0 } }
  const database = await openDatabase(place)
  try {
    await tidyUp(database, place)
  } catch (error) {
    database.close()
    throw toStoreError(folder, error)
  }
  return new DuckDbStore(new StoreSession(place, database), maintenance)
}

/** 64 MB: replayed in about a second after kill -9. */
const LOG_BYTES = 64_000_000

export interface StoreSettings extends MaintenanceSettings {
  /** What may stand in DuckDB's write-ahead log before it goes into the file. */
  logBytes: number
}

class DuckDbStore implements MaintainedStore, ScannableStore {
  private readonly session: StoreSession
  private readonly settings: MaintenanceSettings
  private maintaining: Promise<MaintenanceReport> | undefined

  constructor(session: StoreSession, settings: MaintenanceSettings) {
    this.session = session
    this.settings = settings
  }

  async append(batch: ReadingBatch, tellDuplicates?: (rows: readonly number[]) => void): Promise<void> {
    if (batch.count === 0) return
    const duplicates = await this.session.write((writer) => writer.append(batch))
    if (duplicates.length > 0) tellDuplicates?.(duplicates)
  }

  expectOlder(isExpected: boolean): void {
    // One that fails forgets the gaps as well: they only spare look-ups.
    this.session.write((writer) => Promise.resolve(writer.newest.expectOlder(isExpected))).catch(() => undefined)
  }

  async history(query: HistoryQuery): Promise<History> {
    const ask = (): Promise<History> => this.session.read((connection) => this.askHistory(connection, query))
    try {
      return await ask().catch(async (error: unknown) => {
        // Once more when the database is opened anew, or when a day file was found broken and is set aside.
        if (!isInvalidated(error) && !(await this.session.read((connection) => this.setAsideUnreadable(connection, query)))) throw error
        return ask()
      })
    } catch (error) {
      throw toStoreError(this.session.place.path, error)
    }
  }

  /** One snapshot: what is stored or compacted meanwhile changes nothing. */
  async scan(query: ScanQuery, take: ScanTaker, signal?: AbortSignal): Promise<void> {
    if (query.points.length === 0) return
    let taking: { failed: unknown } | undefined
    const taken = async (batch: ReadingBatch): Promise<void> => {
      try {
        await take(batch)
      } catch (error) {
        taking = { failed: error }
        throw error
      }
    }
    try {
      await this.session.read((connection) => inTransaction(connection, async () => {
        const segments = (await this.segmentsOf(connection, query)).filter((segment) => !this.session.place.state.unreadable.has(idOf(segment)))
        await scanSegments(connection, this.session.place.folder, segments, query, taken, signal)
      }))
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason
      // What the taker could not do is no fault of the store.
      if (taking !== undefined) throw taking.failed
      throw toStoreError(this.session.place.path, error)
    }
  }

  /** From memory; a reading may show up here a moment before it is durable. */
  async latest(points: readonly number[]): Promise<Map<number, StoredReading>> {
    const { newest } = this.session.knowingWriter ?? await this.session.write((writer) => Promise.resolve(writer))
    const found = new Map<number, StoredReading>()
    for (const point of points) {
      const reading = newest.get(point)
      if (reading !== undefined) found.set(point, reading)
    }
    return found
  }

  /** A second call while one runs gets the report of that one. */
  maintain(now: number): Promise<MaintenanceReport> {
    this.maintaining ??= maintainStore(this.session, this.settings, now).finally(() => { this.maintaining = undefined })
    return this.maintaining
  }

  stats(): Promise<StoreStats> {
    return this.session.read(async (connection) => inTransaction(connection, async () => {
      const segments = await listSegments(connection)
      const hot = segments.filter(({ kind }) => kind === 'hot')
      const files = segments.filter(({ kind }) => kind === 'file')
      return {
        hotReadings: hot.length === 0 ? 0 : Number((await connection.runAndReadAll(countSql(hot))).getRows()[0]?.[0]),
        hotDays: new Set(hot.map(({ day }) => day)).size,
        compactedReadings: files.reduce((sum, { rows }) => sum + rows, 0),
        compactedDays: files.length,
        compactedBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        unreadableFiles: [...this.session.place.state.unreadable.values()].map(fileOf),
      }
    }))
  }

  /** A compaction that runs is broken off: the next start finds the day as it was. */
  async close(): Promise<void> {
    const closed = this.session.close()
    await this.maintaining?.catch(() => undefined)
    await closed
  }

  /** One snapshot for all its statements: a reading that is stored meanwhile must not make the answer longer than it was counted. */
  private askHistory(connection: DuckDBConnection, query: HistoryQuery): Promise<History> {
    return inTransaction(connection, async () => {
      const segments = (await this.segmentsOf(connection, query)).filter((segment) => !this.session.place.state.unreadable.has(idOf(segment)))
      if (segments.length === 0) return { raw: true, points: [] }
      return queryHistory(connection, segments, this.session.place.folder, query)
    })
  }

  private segmentsOf(connection: DuckDBConnection, { from, to }: Pick<HistoryQuery, 'from' | 'to'>): Promise<Segment[]> {
    return listSegments(connection, dayOf(wholeMs(from)), dayOf(wholeMs(to) - 1))
  }

  private async setAsideUnreadable(connection: DuckDBConnection, query: HistoryQuery): Promise<boolean> {
    const { folder, state } = this.session.place
    const known = (await this.segmentsOf(connection, query)).filter((segment) => !state.unreadable.has(idOf(segment)))
    const unreadable = await findUnreadable(connection, folder, known)
    for (const segment of unreadable) state.unreadable.set(idOf(segment), segment)
    return unreadable.length > 0
  }
}

const countSql = (hot: readonly Segment[]): string => `SELECT (${hot.map((segment) => `(SELECT count(*) FROM "${tableOf(segment)}")`).join(' + ')})::DOUBLE`
