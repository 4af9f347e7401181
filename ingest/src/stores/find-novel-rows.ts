import type { DuckDBConnection } from '@duckdb/node-api'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { appendRows } from './duckdb-columns.ts'
import { sourceSql, type Segment } from './segment.ts'

const suspectSql = `
  CREATE OR REPLACE TEMP TABLE suspect (point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL, mark UTINYINT NOT NULL)`

/** Of several rows with the same point and time the first one stays. Inside a transaction rowid begins at a large number. */
const novelSql = `
  CREATE OR REPLACE TEMP TABLE novel AS
  SELECT point, time, first(value ORDER BY rowid) AS value, first(quality ORDER BY rowid) AS quality, first(mark ORDER BY rowid) AS mark, (min(rowid) - (SELECT min(rowid) FROM suspect))::DOUBLE AS place FROM suspect GROUP BY point, time`

/**
 * Of rows of one day that may be stored already those that are not, each point and time once.
 * @param stored all segments of that day.
 * @returns the query for them, good until the next call, and which rows of the suspects they are.
 */
export const findNovelRows = async (connection: DuckDBConnection, suspects: ReadingBatch, stored: readonly Segment[], folder: string): Promise<{ query: string; places: Set<number> }> => {
  await connection.run(suspectSql)
  await appendRows(connection, 'suspect', suspects, 'marked', 'temp')
  await connection.run(novelSql)
  if (stored.length > 0) await connection.run(deleteKnownSql(suspects, stored, folder))
  const places = (await connection.runAndReadAll('SELECT place FROM novel')).getRows()
  return { query: 'SELECT point, time, value, quality, mark FROM novel', places: new Set(places.map(([place]) => Number(place))) }
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
