import type { DuckDBConnection } from '@duckdb/node-api'
import { sourceSql, type Name, type Segment } from './segment.ts'
import { DAY_MS } from './utc-day.ts'

/**
 * Of a day file, the points with many readings once more in short: for each five minutes how many there are, the smallest and the largest
 * with their times, and the first unusable one. A question about weeks is answered from it, exactly, without reading millions of rows.
 * It is made from the file before the file counts, and goes with it (generations are never used twice); a day without one is read as it is.
 * One table for all days: a statement over a table a day would cost more to plan than to run.
 */
export const SLOT_MS = 300_000

/** A reading every five seconds. With fewer the summary would cost more room than it saves time: a row of it takes as much as some twenty readings. */
const DENSE_READINGS = DAY_MS / 5_000

/** Readings that limits are judged on; the others carry no usable value. */
export const usable = 'quality = 0 AND NOT isnan(value)'

const schemaSql = `
  CREATE TABLE IF NOT EXISTS summary (
    day INTEGER NOT NULL, generation INTEGER NOT NULL, point INTEGER NOT NULL, time BIGINT NOT NULL, readings INTEGER NOT NULL,
    low DOUBLE, low_at BIGINT, high DOUBLE, high_at BIGINT, bad_at BIGINT, bad_quality UTINYINT
  )`

export const createSummaries = async (connection: DuckDBConnection): Promise<void> => { await connection.run(schemaSql) }

/** Makes the summary of a day file, in the order in which it is asked for. */
export const summariseDay = async (connection: DuckDBConnection, folder: string, file: Segment): Promise<void> => {
  const source = sourceSql([file], folder)
  const dense = (await connection.runAndReadAll(`SELECT point FROM ${source} GROUP BY point HAVING count(*) >= ${DENSE_READINGS} ORDER BY point`)).getRows().map(([point]) => Number(point))
  if (dense.length === 0) return
  const good = `FILTER (WHERE ${usable})`
  const bad = `FILTER (WHERE NOT (${usable}))`
  await connection.run(`
    INSERT INTO summary SELECT ${file.day}, ${file.generation}, point, floor(time / ${SLOT_MS})::BIGINT * ${SLOT_MS} AS slot, count(*),
      min(value) ${good}, arg_min(time, value) ${good}, max(value) ${good}, arg_max(time, value) ${good}, min(time) ${bad}, arg_min(quality, time) ${bad}
    FROM ${source} WHERE point IN (${dense.join(', ')}) GROUP BY point, slot ORDER BY point, slot`)
}

export const dropSummary = async (connection: DuckDBConnection, { day, generation }: Name): Promise<void> => {
  await connection.run(`DELETE FROM summary WHERE day = ${day} AND generation = ${generation}`)
}

/** Summaries of files that no segment names: the process ended before the file counted, or before its summary was dropped with it. */
export const dropForgottenSummaries = async (connection: DuckDBConnection, segments: readonly Segment[]): Promise<void> => {
  const known = new Set(segments.filter(({ kind }) => kind === 'file').map(({ generation }) => generation))
  const summaries = await connection.runAndReadAll('SELECT DISTINCT day, generation FROM summary')
  for (const [day, generation] of summaries.getRows()) if (!known.has(Number(generation))) await dropSummary(connection, { day: Number(day), generation: Number(generation) })
}
