import { setImmediate as breathe } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ScanQuery, ScanTaker } from '@hazardwatch/shared/reading-store'
import { wholeMs } from './duckdb-history.ts'
import { sourceSql, type Segment } from './segment.ts'

/** Rows that one statement brings: 21 bytes each in DuckDB and again in the batch. */
const READ_ROWS = 2_000_000
/** How many points one statement names at most. */
const READ_POINTS = 500
const DAY_MS = 86_400_000

/**
 * Reads a day at a time: a day's segments hold all of its readings, sorted by point and time in its file, so that nothing has to be sorted
 * across days. While the taker works, the next statement runs on DuckDB's threads.
 */
export const scanSegments = async (
  connection: DuckDBConnection, folder: string, segments: readonly Segment[], query: ScanQuery, take: ScanTaker, signal?: AbortSignal,
): Promise<void> => {
  let ahead: Promise<DuckDBMaterializedResult> | undefined
  const statements = statementsOf(connection, folder, segments, query)
  try {
    for (;;) {
      const { value: sql } = await statements.next()
      const current = ahead && await ahead
      signal?.throwIfAborted()
      ahead = sql === undefined ? undefined : connection.run(sql)
      // Awaited in the next round; a failure meanwhile must not count as unhandled.
      ahead?.catch(() => undefined)
      if (current !== undefined) await take(await batchFrom(current))
      if (ahead === undefined) return
    }
  } finally {
    await ahead?.catch(() => undefined)
  }
}

async function* statementsOf(connection: DuckDBConnection, folder: string, segments: readonly Segment[], query: ScanQuery): AsyncGenerator<string, undefined> {
  const wanted = { ...query, points: [...new Set(query.points)].sort((a, b) => a - b) }
  for (const day of [...new Set(segments.map((segment) => segment.day))].sort((a, b) => a - b)) {
    const parts = segments.filter((segment) => segment.day === day)
    const source = sourceSql(parts, folder)
    // A day's file is sorted already, and DuckDB keeps the order of a file.
    const sorted = parts.length === 1 && parts[0]?.kind === 'file'
    if (query.order === 'time') yield* timeStatements(connection, source, wanted)
    else yield* pointStatements(connection, { source, day, sorted }, wanted)
  }
  return undefined
}

const columns = 'point, time::DOUBLE, value, quality'

/** Sorted points. Their range beside their list: row groups are skipped by a range. Points in a row need no list. */
const among = (points: readonly number[]): string => {
  const [first = 0, last = 0] = [points[0], points.at(-1)]
  const range = `point BETWEEN ${first} AND ${last}`
  return last - first + 1 === points.length ? range : `${range} AND point IN (${points.join(', ')})`
}

/** Empty where the whole day is wanted: the times of the rows need not be looked at. */
const within = ({ from, to }: Pick<ScanQuery, 'from' | 'to'>, day?: number): string =>
  day !== undefined && from <= day * DAY_MS && to >= (day + 1) * DAY_MS ? '' : `AND time >= ${wholeMs(from)} AND time < ${wholeMs(to)}`

interface DaySource {
  /** SQL of the day's rows. */
  source: string
  day: number
  sorted: boolean
}

/** So many points a statement that their rows fit. */
async function* pointStatements(connection: DuckDBConnection, of: DaySource, query: ScanQuery): AsyncGenerator<string, undefined> {
  for (let at = 0; at < query.points.length; at += READ_POINTS) {
    let group: number[] = []
    let rows = 0
    for (const [point, count] of await countsOf(connection, of, query, query.points.slice(at, at + READ_POINTS))) {
      if (group.length > 0 && rows + count > READ_ROWS) {
        yield pointSql(of, query, group)
        group = []
        rows = 0
      }
      group.push(point)
      rows += count
    }
    if (group.length > 0) yield pointSql(of, query, group)
  }
  return undefined
}

const pointSql = ({ source, day, sorted }: DaySource, query: ScanQuery, points: readonly number[]): string =>
  `SELECT ${columns} FROM ${source} WHERE ${among(points)} ${within(query, day)} ${sorted ? '' : 'ORDER BY point, time'}`

const countsOf = async (connection: DuckDBConnection, { source, day }: DaySource, query: ScanQuery, points: readonly number[]): Promise<[point: number, rows: number][]> => {
  const sql = `SELECT point, count(*)::DOUBLE FROM ${source} WHERE ${among(points)} ${within(query, day)} GROUP BY point ORDER BY point`
  return (await connection.runAndReadAll(sql)).getRows().map(([point, rows]) => [Number(point), Number(rows)])
}

/** In stretches of time, as many as the rows need if they are spread evenly. */
async function* timeStatements(connection: DuckDBConnection, source: string, query: ScanQuery): AsyncGenerator<string, undefined> {
  const extent = await connection.runAndReadAll(`SELECT count(*)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE FROM ${source} WHERE ${among(query.points)} ${within(query)}`)
  const [count = 0, first = 0, last = 0] = (extent.getRows()[0] ?? []).map(Number)
  if (count === 0) return undefined
  const parts = Math.ceil(count / READ_ROWS)
  const width = Math.ceil((last - first + 1) / parts)
  for (let from = first; from <= last; from += width) {
    yield `SELECT ${columns} FROM ${source} WHERE ${among(query.points)} ${within({ from, to: Math.min(from + width, last + 1) })} ORDER BY time, point`
  }
  return undefined
}

/** Vectors that are copied before others have their turn: some milliseconds. */
const CHUNKS_A_TURN = 64

/** Copies the vectors as they are: no object per reading. All at once they would hold up every alarm for a tenth of a second. */
const batchFrom = async (result: DuckDBMaterializedResult): Promise<ReadingBatch> => {
  const batch = createBatch(result.rowCount, Number.NaN)
  for (let index = 0; index < result.chunkCount; index++) {
    const { chunk } = result.getChunk(index)
    const rows = duckdb.data_chunk_get_size(chunk)
    const column = (at: number, bytes: number): Uint8Array => duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, at), rows * bytes)
    bytesOf(batch.point).set(column(0, 4), batch.count * 4)
    bytesOf(batch.time).set(column(1, 8), batch.count * 8)
    bytesOf(batch.value).set(column(2, 8), batch.count * 8)
    batch.quality.set(column(3, 1), batch.count)
    batch.count += rows
    if ((index + 1) % CHUNKS_A_TURN === 0) await breathe()
  }
  return batch
}

const bytesOf = (column: Int32Array | Float64Array): Uint8Array => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
