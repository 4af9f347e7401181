import { mkdir } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { findUnreadable, noteMarks, sweepFolder } from './day-file.ts'
import { createSummaries, dropForgottenSummaries } from './day-summary.ts'
import { createManifest, dropForgottenTables, takeOverOldTable } from './manifest.ts'
import { ReadingWriter, type StoreState } from './reading-writer.ts'
import { idOf } from './segment.ts'
import { toOpenError } from './store-failure.ts'

/**
 * Two threads: a history query may use a core while the other receives and judges. 512 MB: DuckDB's own default, 80 % of the machine,
 * would leave the rest of the process nothing.
 */
const settings = { threads: '2', memory_limit: '512MB' }

export interface DatabasePlace {
  path: string
  /** Of the day files. */
  folder: string
  state: StoreState
  /** What may stand in the write-ahead log before it goes into the file. */
  logBytes: number
}

export interface Database {
  instance: DuckDBInstance
  writer: ReadingWriter
  /** The connections must be closed before. */
  close(): void
}

/** Throws HazardError `store_unavailable`. */
export const openDatabase = async ({ path, folder, state, logBytes }: DatabasePlace): Promise<Database> => {
  let instance: DuckDBInstance | undefined
  try {
    instance = await DuckDBInstance.create(path, { ...settings, wal_autocheckpoint: `${logBytes}B` })
    const connection = await instance.connect()
    await connection.run('SET GLOBAL parquet_metadata_cache = true')
    await createManifest(connection)
    await createSummaries(connection)
    await takeOverOldTable(connection)
    const writer = new ReadingWriter(connection, folder, state)
    await writer.know()
    const close = (opened: DuckDBInstance) => () => {
      connection.closeSync()
      opened.closeSync()
    }
    return { instance, writer, close: close(instance) }
  } catch (error) {
    instance?.closeSync()
    throw toOpenError(path, error)
  }
}

/** Only when nothing else runs: puts in order what a process left behind that ended in the midst of its work. */
export const tidyUp = async ({ writer }: Database, { folder, state }: DatabasePlace): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const { found, missing } = await sweepFolder(folder, writer.segments)
  await writer.run(async (connection) => {
    await dropForgottenTables(connection, writer.segments)
    await dropForgottenSummaries(connection, writer.segments)
    await noteMarks(connection, folder, found)
    for (const file of [...missing, ...(await findUnreadable(connection, folder, found))]) state.unreadable.set(idOf(file), file)
  })
  state.generation = Math.max(state.generation, ...found.map(({ generation }) => generation))
  await writer.adopt(found.filter((file) => !state.unreadable.has(idOf(file))))
}
