import type { DuckDBConnection } from '@duckdb/node-api'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { appendRows } from './duckdb-columns.ts'
import { countRows } from './manifest.ts'
import { sourceSql, type Segment } from './segment.ts'

const suspectSql = `
  CREATE OR REPLACE TEMP TABLE suspect (point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL)`

/** Of several rows with the same point and time the first one stays. */
const novelSql = `
  CREATE OR REPLACE TEMP TABLE novel AS
  SELECT point, time, first(value ORDER BY rowid) AS value, first(quality ORDER BY rowid) AS quality FROM suspect GROUP BY point, time`

/**
 * Of rows of one day that may be stored already those that are not, each point and time once.
 * @param stored all segments of that day.
 * @returns the name of a temporary table, good until the next call; undefined when there is no such row.
 */
export const findNovelRows = async (connection: DuckDBConnection, suspects: ReadingBatch, stored: readonly Segment[], folder: string): Promise<string | undefined> => {
  await connection.run(suspectSql)
  await appendRows(connection, 'suspect', suspects, 'temp')
  await connection.run(novelSql)
  if (stored.length > 0) await connection.run(deleteKnownSql(suspects, stored, folder))
  return (await countRows(connection, 'novel')) > 0 ? 'novel' : undefined
}

/** The bounds let DuckDB skip what lies outside: row groups of the hot tables by their times, those of the day file by points and times. */
const deleteKnownSql = ({ count, point, time }: ReadingBatch, stored: readonly Segment[], folder: string): string => {
  const [lowPoint, highPoint] = extentOf(point.subarray(0, count))
  const [lowTime, highTime] = extentOf(time.subarray(0, count))
  return `
    DELETE FROM novel WHERE (point, time) IN (
      SELECT (point, time) FROM ${sourceSql(stored, folder)} SEMI JOIN novel USING (point, time)
      WHERE point BETWEEN ${lowPoint} AND ${highPoint} AND time BETWEEN ${lowTime} AND ${highTime})`
}

const extentOf = (values: Int32Array | Float64Array): [low: number, high: number] => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
