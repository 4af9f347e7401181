import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process works on the data folder. The message names it and says what to do. */
export class DataDirBusyError extends Error {
  override readonly name = 'DataDirBusyError'
}

/**
 * Takes the data folder for this process: two alarm engines on one folder would raise every alarm twice and judge from half of the readings each.
 * The lock is SQLite's own on a file of its own; the operating system lets go of it when the process ends, however it ends.
 * @returns how to let go. @throws DataDirBusyError when another process holds it
 */
export const lockDataDir = (dataDir: string): (() => void) => {
  const ownerFile = join(dataDir, 'owner')
  const database = new DatabaseSync(join(dataDir, 'lock.sqlite'))
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new DataDirBusyError(
      `another service${ownerOf(ownerFile)} works with the data folder ${dataDir}: stop it, or name another folder with HAZARD_DATA_DIR`, { cause: error })
  }
  writeFileSync(ownerFile, String(process.pid))
  return () => { database.close() }
}

const SQLITE_BUSY = 5

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

const ownerOf = (file: string): string => {
  try {
    return ` (process ${readFileSync(file, 'utf8')})`
  } catch {
    return ''
  }
}
