import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { HazardError } from '@hazardwatch/shared/error-codes'

export interface SpoolLock {
  release(): void
}

/**
 * One process a folder. The lock is SQLite's lock of an empty database, that is, one of the operating system: it ends with the process,
 * however that ends. A file with a process number would have to be judged after a kill, and in a container the number is always the same.
 */
export const lockFolder = (folder: string): SpoolLock => {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    // The journal stays in memory: nothing is ever written, not even on a full disk.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    const detail = isBusy(error)
      ? `the spool in ${folder} is in use by another process: stop it, or choose another HAZARD_DATA_DIR`
      : `the spool in ${folder} cannot be locked: see whether its file "lock" can be written (${String(error)})`
    throw new HazardError('store_unavailable', detail)
  }
  return { release: () => { database.close() } }
}

const SQLITE_BUSY = 5

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
