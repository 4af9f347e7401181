import type { DuckDBConnection } from '@duckdb/node-api'
import { markedSql, tableOf, type Segment } from './segment.ts'
import { DAY_MS } from './utc-day.ts'

/**
 * Which segments there are is a table of the same database as the hot tables: a day goes from them to its file, or from one file to the next,
 * in one transaction, and a query sees either the one or the other. `covered`: how many of the table's first rows `newest` takes into account.
 */
const schemaSql = `
  CREATE TABLE IF NOT EXISTS segment (
    kind VARCHAR NOT NULL, day INTEGER NOT NULL, generation INTEGER NOT NULL, rows BIGINT NOT NULL, bytes BIGINT NOT NULL, since BIGINT NOT NULL,
    covered BIGINT NOT NULL, marked BOOLEAN DEFAULT false
  );
  ALTER TABLE segment ADD COLUMN IF NOT EXISTS marked BOOLEAN DEFAULT false;
  CREATE TABLE IF NOT EXISTS newest (point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL)`

const columns = '(point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL, mark UTINYINT DEFAULT 0)'

export const createManifest = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(schemaSql)
  // Tables of before readings had marks.
  for (const segment of await listSegments(connection)) {
    if (segment.kind === 'hot') await connection.run(`ALTER TABLE "${tableOf(segment)}" ADD COLUMN IF NOT EXISTS mark UTINYINT DEFAULT 0`)
  }
}

/** In the order of days; a range narrows it, both ends inclusive. */
export const listSegments = async (connection: DuckDBConnection, firstDay?: number, lastDay?: number): Promise<Segment[]> => {
  const within = firstDay === undefined || lastDay === undefined ? '' : `WHERE day BETWEEN ${firstDay} AND ${lastDay}`
  const sql = `SELECT kind, day, generation, rows::DOUBLE, bytes::DOUBLE, since::DOUBLE, marked FROM segment ${within} ORDER BY day, kind, generation`
  return (await connection.runAndReadAll(sql)).getRows().map(([kind, day, generation, rows, bytes, since, marked]) => ({
    kind: kind === 'file' ? 'file' : 'hot', day: Number(day), generation: Number(generation), rows: Number(rows), bytes: Number(bytes), since: Number(since), marked: marked === true,
  }))
}

export const addSegment = async (connection: DuckDBConnection, { kind, day, generation, rows, bytes, since, marked }: Segment): Promise<void> => {
  await connection.run(`INSERT INTO segment (kind, day, generation, rows, bytes, since, covered, marked) VALUES ('${kind}', ${day}, ${generation}, ${rows}, ${bytes}, ${Math.floor(since)}, 0, ${marked})`)
}

export const removeSegment = async (connection: DuckDBConnection, { kind, day, generation }: Segment): Promise<void> => {
  await connection.run(`DELETE FROM segment WHERE kind = '${kind}' AND day = ${day} AND generation = ${generation}`)
}

export const createHotTable = async (connection: DuckDBConnection, segment: Segment): Promise<void> => {
  await connection.run(`CREATE TABLE "${tableOf(segment)}" ${columns}`)
  await addSegment(connection, segment)
}

/**
 * The view `reading` over all segments, for people with a DuckDB shell and for scripts; the store itself does not use it.
 * It names the day files with their folder, and so it is made anew with every change and at every opening.
 */
export const describeReadings = async (connection: DuckDBConnection, segments: readonly Segment[], folder: string): Promise<void> => {
  const source = segments.length === 0 ? '(SELECT *, 0::UTINYINT AS mark FROM newest LIMIT 0)' : markedSql(segments, folder)
  await connection.run(`CREATE OR REPLACE VIEW reading AS FROM ${source}`)
}

/** Hot tables that no segment names: their day became a file, and the process ended before they were dropped. */
export const dropForgottenTables = async (connection: DuckDBConnection, segments: readonly Segment[]): Promise<void> => {
  const known = new Set(segments.filter(({ kind }) => kind === 'hot').map(tableOf))
  const tables = await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, \'hot_\') AND NOT temporary')
  for (const [name] of tables.getRows()) if (!known.has(String(name))) await connection.run(`DROP TABLE "${String(name)}"`)
}

/** Takes over the one table that the first version of this store had. */
export const takeOverOldTable = async (connection: DuckDBConnection): Promise<void> => {
  const old = await connection.runAndReadAll('SELECT 1 FROM duckdb_tables() WHERE table_name = \'reading\' AND NOT temporary')
  if (old.currentRowCount === 0) return
  await inTransaction(connection, async () => {
    const days = await connection.runAndReadAll(`SELECT DISTINCT floor(time / ${DAY_MS})::INTEGER FROM reading`)
    for (const [day] of days.getRows()) {
      const segment: Segment = { kind: 'hot', day: Number(day), generation: 1, rows: 0, bytes: 0, marked: false, since: Number(day) * DAY_MS }
      await createHotTable(connection, segment)
      await connection.run(`INSERT INTO "${tableOf(segment)}" (point, time, value, quality) FROM reading WHERE time >= ${segment.since} AND time < ${segment.since + DAY_MS}`)
    }
    await connection.run('DROP TABLE reading')
  })
}

export const countRows = async (connection: DuckDBConnection, source: string): Promise<number> =>
  Number((await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source}`)).getRows()[0]?.[0])

export const inTransaction = async <T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> => {
  await connection.run('BEGIN')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
