import type { DuckDBConnection } from '@duckdb/node-api'
import { appendRows } from './duckdb-columns.ts'
import { NewestReadings } from './newest-readings.ts'
import { tableOf, type Segment } from './segment.ts'

const newestOf = (source: string): string =>
  `SELECT point, max(time)::DOUBLE, arg_max(value, time), arg_max(quality, time) FROM ${source} GROUP BY point`

/**
 * From what was saved and the rows that came after it, so that opening costs the same after a day and after a year of history.
 * Rows of a hot table are never deleted, so a row's number (rowid) is its place in the order of arrival.
 */
export const loadNewest = async (connection: DuckDBConnection): Promise<NewestReadings> => {
  const newest = new NewestReadings()
  const hot = await connection.runAndReadAll('SELECT day, generation, covered::DOUBLE FROM segment WHERE kind = \'hot\'')
  await advanceBy(connection, newest, 'SELECT point, time::DOUBLE, value, quality FROM newest')
  for (const [day, generation, covered] of hot.getRows()) {
    const table = tableOf({ day: Number(day), generation: Number(generation) })
    await advanceBy(connection, newest, newestOf(`"${table}" WHERE rowid >= ${Number(covered)}`))
  }
  return newest
}

/** Takes in a file that was found: it is in no saved `newest`. */
export const advanceByFile = (connection: DuckDBConnection, newest: NewestReadings, source: string): Promise<void> =>
  advanceBy(connection, newest, newestOf(source))

const advanceBy = async (connection: DuckDBConnection, newest: NewestReadings, sql: string): Promise<void> => {
  for (const [point, time, value, quality] of (await connection.runAndReadAll(sql)).getRows()) {
    newest.advance(Number(point), Number(time), Number(value), Number(quality))
  }
}

/** Inside a transaction of the only writer, with `newest` true to what is stored. */
export const saveNewest = async (connection: DuckDBConnection, newest: NewestReadings, segments: readonly Segment[]): Promise<void> => {
  await connection.run('CREATE OR REPLACE TABLE newest AS FROM newest LIMIT 0')
  await appendRows(connection, 'newest', newest.toBatch(), 'plain')
  for (const { kind, day, generation } of segments) {
    if (kind === 'file') continue
    const table = tableOf({ day, generation })
    await connection.run(`UPDATE segment SET covered = (SELECT count(*) FROM "${table}") WHERE kind = 'hot' AND day = ${day} AND generation = ${generation}`)
  }
}

/** Rows that the next opening would have to read: bounds its time. */
export const countUncovered = async (connection: DuckDBConnection, segments: readonly Segment[]): Promise<number> => {
  const hot = segments.filter(({ kind }) => kind === 'hot')
  if (hot.length === 0) return 0
  const counts = hot.map((segment) => `(SELECT count(*) FROM "${tableOf(segment)}")`).join(' + ')
  const sql = `SELECT (${counts} - (SELECT sum(covered) FROM segment WHERE kind = 'hot'))::DOUBLE`
  return Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0])
}
