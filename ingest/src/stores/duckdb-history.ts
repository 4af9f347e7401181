import { BIGINT, INTEGER, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import type { History, HistoryQuery, StoredReading } from '@hazardwatch/shared/reading-store'

/** Readings that limits are judged on; the others carry no usable value. */
const usable = 'quality = 0 AND NOT isnan(value)'
const inRange = 'point = $1 AND time >= $2 AND time < $3'

/** How much lies in the range, and between which times: buckets are cut from the data, not from a range that may reach far beyond it. */
const extentSql = `
  SELECT count(*)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE, count(*) FILTER (WHERE NOT (${usable}))::DOUBLE
  FROM reading WHERE ${inRange}`

const rawSql = `SELECT time::DOUBLE, value, quality FROM reading WHERE ${inRange} ORDER BY time`

const bucketsSql = `
  SELECT
    arg_min(time, value) FILTER (WHERE ${usable})::DOUBLE, min(value) FILTER (WHERE ${usable}),
    arg_max(time, value) FILTER (WHERE ${usable})::DOUBLE, max(value) FILTER (WHERE ${usable}),
    min(time) FILTER (WHERE NOT (${usable}))::DOUBLE, arg_min(quality, time) FILTER (WHERE NOT (${usable}))
  FROM reading WHERE ${inRange}
  GROUP BY (time - $4) // $5
  ORDER BY (time - $4) // $5`

/** Oldest first. @see ReadingStore.history */
export const queryHistory = async (connection: DuckDBConnection, { point, from, to, maxPoints }: HistoryQuery): Promise<History> => {
  const range = [point, wholeMs(from), wholeMs(to)]
  const [extent] = await rowsOf(connection, extentSql, range)
  const [count = 0, first = 0, last = 0, unusable = 0] = (extent ?? []) as (number | null)[]
  if (count === null || count <= maxPoints) return { raw: true, points: (await rowsOf(connection, rawSql, range)).map(toReading) }
  // Where some readings are unusable each bucket may also show the first of these, so that a fault is not hidden behind good neighbours.
  const perBucket = unusable === 0 ? 2 : 3
  const buckets = Math.max(1, Math.floor(maxPoints / perBucket))
  const width = Math.ceil(((last ?? 0) - (first ?? 0) + 1) / buckets)
  const rows = await rowsOf(connection, bucketsSql, [...range, wholeMs(first ?? 0), wholeMs(width)])
  return { raw: false, points: rows.flatMap(toBucketPoints) }
}

const toReading = ([time, value, quality]: DuckDBValue[]): StoredReading => [Number(time), Number.isNaN(value) ? null : Number(value), Number(quality)]

/** At most three: smallest, largest and first unusable reading of the bucket, in the order of their times. */
const toBucketPoints = ([lowAt, low, highAt, high, badAt, badQuality]: DuckDBValue[]): StoredReading[] => {
  const points: StoredReading[] = []
  if (lowAt !== null) points.push([Number(lowAt), Number(low), 0])
  if (highAt !== null && highAt !== lowAt) points.push([Number(highAt), Number(high), 0])
  if (badAt !== null) points.push([Number(badAt), null, Number(badQuality)])
  return points.sort((a, b) => a[0] - b[0])
}

/** As BIGINT, so that the comparison stays one of integers and DuckDB skips row groups by their smallest and largest time. */
const wholeMs = (ms: number): bigint => BigInt(Math.ceil(Math.max(-8.64e15, Math.min(8.64e15, ms))))

const rowsOf = async (connection: DuckDBConnection, sql: string, values: (number | bigint)[]): Promise<DuckDBValue[][]> => {
  const types = values.map((value) => (typeof value === 'bigint' ? BIGINT : INTEGER))
  return (await connection.runAndReadAll(sql, values, types)).getRows()
}
