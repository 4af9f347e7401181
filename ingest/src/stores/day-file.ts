import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { countRows } from './manifest.ts'
import { fileOf, idOf, markedSql, nameFrom, sqlText, tableOf, type Segment } from './segment.ts'
import { isPassing } from './store-failure.ts'

/**
 * Rows of a row group: a query for one point reads the groups that hold it and skips the rest by their smallest and largest point, so they
 * are small (1 Hz = 86,400 rows a day = two of them). Beyond 2,000 groups the list of groups itself would cost more than it saves.
 */
const rowGroupRows = (rows: number): number => Math.max(30, Math.ceil(rows / 2_000 / 2_048)) * 2_048

/**
 * Writes all rows of a day, sorted by point and time, into a new file of the folder; it counts only once the manifest names it.
 * Parquet 2 stores times as differences: a steady interval costs next to nothing. `now` in epoch ms.
 * @param parts all segments of the day; the tables among them get no more rows.
 */
export const writeDayFile = async (connection: DuckDBConnection, folder: string, parts: readonly Segment[], generation: number, now: number): Promise<Segment> => {
  const day = parts[0]?.day ?? 0
  const path = join(folder, fileOf({ day, generation }))
  const temporary = `${path}.tmp`
  const source = mergedSql(parts, folder)
  try {
    const [rows = 0, marks = 0] = ((await connection.runAndReadAll(`SELECT count(*)::DOUBLE, count(*) FILTER (WHERE mark > 0)::DOUBLE FROM ${source}`)).getRows()[0] ?? []).map(Number)
    await connection.run(`COPY (SELECT point, time, value, quality${marks > 0 ? ', mark' : ''} FROM ${source} ORDER BY point, time) TO ${sqlText(temporary)}
      (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows(rows)}, USE_TMP_FILE false)`)
    const written = await countRows(connection, `read_parquet(${sqlText(temporary)})`)
    if (written !== rows) throw new Error(`${temporary} has ${written} of ${rows} readings`)
    await syncToDisk(temporary)
    await rename(temporary, path)
    await syncToDisk(folder)
    return { kind: 'file', day, generation, rows, bytes: (await stat(path)).size, marked: marks > 0, since: now }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** The day's file as it is, and of the hot rows those that it lacks: a file that was away when they came may have some of them. */
const mergedSql = (parts: readonly Segment[], folder: string): string => {
  const hot = parts.filter(({ kind }) => kind === 'hot')
  const files = parts.filter(({ kind }) => kind === 'file')
  if (files.length === 0) return markedSql(hot, folder)
  const [all, late] = [markedSql(files, folder), markedSql(hot, folder)]
  return `(FROM ${all} UNION ALL (SELECT point, time, value, quality, mark FROM ${late} ANTI JOIN (
    SELECT point, time FROM ${all} SEMI JOIN ${late} USING (point, time)) USING (point, time)))`
}

const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const removeFile = (folder: string, segment: Segment): Promise<void> => rm(join(folder, fileOf(segment)), { force: true })

/** What opening finds in the folder of the day files. */
export interface FolderFindings {
  /** Days that no segment knows: the database was lost or is an older copy. */
  found: Segment[]
  /** Named by the manifest and not there. */
  missing: Segment[]
}

/**
 * Removes what interrupted work left behind: temporary files, files that were about to count or no longer count. A file is only removed
 * when its readings are surely elsewhere: in the file that the manifest names and that is there, or in hot tables.
 */
export const sweepFolder = async (folder: string, segments: readonly Segment[]): Promise<FolderFindings> => {
  const names = await readdir(folder)
  const missing = segments.filter((segment) => segment.kind === 'file' && !names.includes(fileOf(segment)))
  const found = new Map<number, Segment>()
  const files = names.map(nameFrom).filter((name) => name !== undefined).sort((a, b) => b.generation - a.generation)
  for (const name of names) if (name.endsWith('.tmp')) await rm(join(folder, name), { recursive: true, force: true })
  for (const { day, generation } of files) {
    const file: Segment = { kind: 'file', day, generation, rows: 0, bytes: (await stat(join(folder, fileOf({ day, generation })))).size, marked: false, since: 0 }
    const ofDay = segments.filter((segment) => segment.day === day)
    if (ofDay.some((segment) => idOf(segment) === idOf(file)) || missing.some((segment) => segment.day === day)) continue
    if (ofDay.length === 0 && !found.has(day)) found.set(day, file)
    else await removeFile(folder, file)
  }
  return { found: [...found.values()], missing }
}

/** Says of files that were found whether they have marks; of one that cannot be read, that it has none. */
export const noteMarks = async (connection: DuckDBConnection, folder: string, files: readonly Segment[]): Promise<void> => {
  for (const file of files) {
    const columns = await connection.runAndReadAll(`SELECT 1 FROM parquet_schema(${sqlText(join(folder, fileOf(file)))}) WHERE name = 'mark'`).catch(() => undefined)
    file.marked = (columns?.currentRowCount ?? 0) > 0
  }
}

/** Those of the files that cannot be read to their end. */
export const findUnreadable = async (connection: DuckDBConnection, folder: string, segments: readonly Segment[]): Promise<Segment[]> => {
  const unreadable: Segment[] = []
  for (const segment of segments) {
    if (segment.kind === 'hot') continue
    const sql = `SELECT sum(point), max(time), max(value), max(quality), max(mark) FROM ${markedSql([segment], folder)}`
    await connection.run(sql).catch((error: unknown) => {
      if (isPassing(error)) throw error
      unreadable.push(segment)
    })
  }
  return unreadable
}

export const dropTable = async (connection: DuckDBConnection, segment: Segment): Promise<void> => {
  await connection.run(`DROP TABLE IF EXISTS "${tableOf(segment)}"`)
}
