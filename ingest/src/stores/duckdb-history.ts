import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { History, HistoryQuery, StoredReading } from '@hazardwatch/shared/reading-store'

/** Readings that limits are judged on; the others carry no usable value. */
const usable = 'quality = 0 AND NOT isnan(value)'

/** A range in whole ms as text of the statement, not as parameters: DuckDB skips row groups only by what it knows when it plans. */
const within = ({ point, from, to }: HistoryQuery): string => `point = ${wholeMs(point)} AND time >= ${wholeMs(from)} AND time < ${wholeMs(to)}`

/** How much lies in the range, and between which times: buckets are cut from the data, not from a range that may reach far beyond it. */
const extentSql = (source: string, query: HistoryQuery): string => `
  SELECT count(*)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE FROM ${source} WHERE ${within(query)}`

/** Nearly free: row groups that are all good are skipped by their largest quality. */
const badQualitySql = (source: string, query: HistoryQuery): string => `SELECT 1 FROM ${source} WHERE ${within(query)} AND quality > 0 LIMIT 1`

const rawSql = (source: string, query: HistoryQuery): string => `SELECT time::DOUBLE, value, quality FROM ${source} WHERE ${within(query)} ORDER BY time`

/** Without the filters the usual case, a healthy instrument, takes two thirds of the time. */
const bucketsSql = (source: string, query: HistoryQuery, first: number, width: number, allUsable: boolean): string => {
  const good = allUsable ? '' : `FILTER (WHERE ${usable})`
  const bad = `FILTER (WHERE NOT (${usable}))`
  return `
    SELECT
      arg_min(time, value) ${good}::DOUBLE, min(value) ${good}, arg_max(time, value) ${good}::DOUBLE, max(value) ${good},
      ${allUsable ? 'NULL, NULL' : `min(time) ${bad}::DOUBLE, arg_min(quality, time) ${bad}`}
    FROM ${source} WHERE ${within(query)}
    GROUP BY (time - ${first}) // ${width}
    ORDER BY (time - ${first}) // ${width}`
}

/** @param source SQL of the rows to look in. Oldest first. @see ReadingStore.history */
export const queryHistory = async (connection: DuckDBConnection, source: string, query: HistoryQuery): Promise<History> => {
  const [extent] = await rowsOf(connection, extentSql(source, query))
  const [count = 0, first = 0, last = 0] = (extent ?? []).map(Number)
  if (count <= query.maxPoints) return { raw: true, points: (await rowsOf(connection, rawSql(source, query))).map(toReading) }
  const bucketsOf = async (perBucket: 2 | 3): Promise<DuckDBValue[][]> => {
    const width = Math.ceil((last - first + 1) / Math.max(1, Math.floor(query.maxPoints / perBucket)))
    return rowsOf(connection, bucketsSql(source, query, first, width, perBucket === 2))
  }
  const healthy = (await rowsOf(connection, badQualitySql(source, query))).length === 0
  const plain = healthy ? await bucketsOf(2) : undefined
  // Where some readings are unusable each bucket may also show the first of these, so that a fault is not hidden behind good neighbours.
  // A good reading without a value shows up as the largest one: DuckDB sorts NaN last.
  const rows = plain === undefined || plain.some(([, , , high]) => Number.isNaN(high)) ? await bucketsOf(3) : plain
  return { raw: false, points: rows.flatMap(toBucketPoints) }
}

const toReading = ([time, value, quality]: DuckDBValue[]): StoredReading => [Number(time), Number.isNaN(value) ? null : Number(value), Number(quality)]

/** At most three: smallest, largest and first unusable reading of the bucket, in the order of their times. */
const toBucketPoints = ([lowAt, low, highAt, high, badAt, badQuality]: DuckDBValue[]): StoredReading[] => {
  const points: StoredReading[] = []
  if (isSet(lowAt)) points.push([Number(lowAt), Number(low), 0])
  if (isSet(highAt) && highAt !== lowAt) points.push([Number(highAt), Number(high), 0])
  if (isSet(badAt)) points.push([Number(badAt), null, Number(badQuality)])
  return points.sort((a, b) => a[0] - b[0])
}

const isSet = (value: DuckDBValue | undefined): boolean => value !== null && value !== undefined

/** The earliest and the latest time that a Date can hold. */
const LAST_MS = 8.64e15

export const wholeMs = (ms: number): number => Math.ceil(Math.max(-LAST_MS, Math.min(LAST_MS, ms)))

const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> => (await connection.runAndReadAll(sql)).getRows()
