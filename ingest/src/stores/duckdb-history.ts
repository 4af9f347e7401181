import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { History, HistoryQuery, StoredReading } from '@hazardwatch/shared/reading-store'
import { SLOT_MS, usable } from './day-summary.ts'
import { markedSql, sourceSql, type Segment } from './segment.ts'
import { dayOf } from './utc-day.ts'

/** A range in whole ms as text of the statement, not as parameters: DuckDB skips row groups only by what it knows when it plans. */
const within = ({ point, from, to }: HistoryQuery): string => `point = ${wholeMs(point)} AND time >= ${wholeMs(from)} AND time < ${wholeMs(to)}`

/** How much lies in the range, and between which times: buckets are cut from the data, not from a range that may reach far beyond it. */
const extentSql = (source: string, query: HistoryQuery): string => `
  SELECT count(*)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE FROM ${source} WHERE ${within(query)}`

/** Nearly free: row groups that are all good are skipped by their largest quality. */
const badQualitySql = (source: string, query: HistoryQuery): string => `SELECT 1 FROM ${source} WHERE ${within(query)} AND quality > 0 LIMIT 1`

const rawSql = (source: string, query: HistoryQuery): string => `SELECT time::DOUBLE, value, quality, mark FROM ${source} WHERE ${within(query)} ORDER BY time`

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

/** Buckets of fewer slots than this are cut from the readings themselves: on the edges of slots they would be a quarter wider than asked for. */
const SLOTS_A_BUCKET = 4

/** @param segments that hold the range, at least one. Oldest first. @see ReadingStore.history */
export const queryHistory = async (connection: DuckDBConnection, segments: readonly Segment[], folder: string, query: HistoryQuery): Promise<History> =>
  await fromSummaries(connection, segments, folder, query) ?? fromReadings(connection, segments, folder, query)

const fromReadings = async (connection: DuckDBConnection, segments: readonly Segment[], folder: string, query: HistoryQuery): Promise<History> => {
  const source = sourceSql(segments, folder)
  const [extent] = await rowsOf(connection, extentSql(source, query))
  const [count = 0, first = 0, last = 0] = (extent ?? []).map(Number)
  if (count <= query.maxPoints) return rawHistory(await rowsOf(connection, rawSql(markedSql(segments, folder), query)))
  const bucketsOf = async (perBucket: 2 | 3): Promise<DuckDBValue[][]> =>
    rowsOf(connection, bucketsSql(source, query, first, widthOf(last - first + 1, query, perBucket), perBucket === 2))
  const healthy = (await rowsOf(connection, badQualitySql(source, query))).length === 0
  const plain = healthy ? await bucketsOf(2) : undefined
  // Where some readings are unusable each bucket may also show the first of these, so that a fault is not hidden behind good neighbours.
  // A good reading without a value shows up as the largest one: DuckDB sorts NaN last.
  const rows = plain === undefined || plain.some(([, , , high]) => Number.isNaN(high)) ? await bucketsOf(3) : plain
  return { raw: false, points: rows.flatMap(toBucketPoints) }
}

const widthOf = (spanMs: number, { maxPoints }: HistoryQuery, perBucket: 2 | 3): number => Math.ceil(spanMs / Math.max(1, Math.floor(maxPoints / perBucket)))

/** The same from the summaries of the days that have one, with buckets of whole slots; undefined where buckets would be too short for that. */
const fromSummaries = async (connection: DuckDBConnection, segments: readonly Segment[], folder: string, query: HistoryQuery): Promise<History | undefined> => {
  const isLong = (spanMs: number, perBucket: 2 | 3): boolean => widthOf(spanMs, query, perBucket) >= SLOTS_A_BUCKET * SLOT_MS
  if (!isLong(query.to - query.from, 2)) return undefined
  const source = await partsSql(connection, segments, folder, query)
  if (source === undefined) return undefined
  const [extent] = await rowsOf(connection, `SELECT sum(readings)::DOUBLE, min(time)::DOUBLE, max(time)::DOUBLE, count(bad_at)::DOUBLE FROM ${source}`)
  const [count = 0, earliest = 0, latest = 0, bad = 0] = (extent ?? []).map(Number)
  const perBucket = bad === 0 ? 2 : 3
  const first = Math.floor(earliest / SLOT_MS) * SLOT_MS
  // The last part may be a slot.
  const span = latest + SLOT_MS - first
  if (count <= query.maxPoints || !isLong(span, perBucket)) return undefined
  const width = Math.ceil(widthOf(span, query, perBucket) / SLOT_MS) * SLOT_MS
  const rows = await rowsOf(connection, `
    SELECT arg_min(low_at, low)::DOUBLE, min(low), arg_max(high_at, high)::DOUBLE, max(high), min(bad_at)::DOUBLE, arg_min(bad_quality, bad_at)
    FROM ${source} GROUP BY (time - ${first}) // ${width} ORDER BY (time - ${first}) // ${width}`)
  return { raw: false, points: rows.flatMap(toBucketPoints) }
}

/** SQL for slots, and for readings of which there is no slot or not a whole one, each as a slot of its own; undefined when there is no summary of the point. */
const partsSql = async (connection: DuckDBConnection, segments: readonly Segment[], folder: string, query: HistoryQuery): Promise<string | undefined> => {
  const files = segments.filter(({ kind }) => kind === 'file')
  if (files.length === 0) return undefined
  const [start, end] = [wholeMs(query.from), wholeMs(query.to)]
  const from = Math.ceil(start / SLOT_MS) * SLOT_MS
  const to = Math.floor(end / SLOT_MS) * SLOT_MS
  const slots = `FROM summary WHERE point = ${wholeMs(query.point)} AND time >= ${from} AND time < ${to} AND generation IN (${files.map(({ generation }) => generation).join(', ')})`
  const known = new Set((await rowsOf(connection, `SELECT DISTINCT generation ${slots}`)).map(([generation]) => Number(generation)))
  if (known.size === 0) return undefined
  const short = files.filter(({ generation }) => known.has(generation))
  const whole = segments.filter((segment) => !short.includes(segment))
  // The range may begin and end within a slot.
  const cut = short.filter(({ day }) => (start < from && day === dayOf(start)) || (end > to && day === dayOf(to)))
  return `(${[
    `SELECT time, readings, low, low_at, high, high_at, bad_at, bad_quality ${slots}`,
    ...(whole.length > 0 ? [asSlots(sourceSql(whole, folder), within(query))] : []),
    ...(cut.length > 0 ? [asSlots(sourceSql(cut, folder), `${within(query)} AND (time < ${from} OR time >= ${to})`)] : []),
  ].join(' UNION ALL ')})`
}

const asSlots = (source: string, condition: string): string => {
  const ifGood = (column: string): string => `CASE WHEN ${usable} THEN ${column} END`
  const ifBad = (column: string): string => `CASE WHEN NOT (${usable}) THEN ${column} END`
  return `SELECT time, 1, ${ifGood('value')}, ${ifGood('time')}, ${ifGood('value')}, ${ifGood('time')}, ${ifBad('time')}, ${ifBad('quality')} FROM ${source} WHERE ${condition}`
}

const rawHistory = (rows: readonly DuckDBValue[][]): History => {
  const marks = rows.flatMap(([time, , , mark]): [number, number][] => (Number(mark) > 0 ? [[Number(time), Number(mark)]] : []))
  return { raw: true, points: rows.map(toReading), ...(marks.length > 0 && { marks }) }
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
