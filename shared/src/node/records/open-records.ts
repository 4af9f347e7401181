import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { allMigrations } from './migrations/all-migrations.ts'
import { createNodeSqliteDialect, createReadingSqliteDialect } from './node-sqlite-dialect.ts'
import type { Tables } from './tables.ts'

export type Records = Kysely<Tables>

/**
 * Opens the record store (ledger, rules, alarms) and brings its tables up to date.
 * @param file path of the SQLite file; its folder is made when it is missing.
 * @throws Error naming the migration that failed; the file is left as it was before it.
 */
export const openRecords = async (file: string): Promise<Records> => {
  mkdirSync(dirname(file), { recursive: true })
  const records: Records = new Kysely<Tables>({ dialect: createNodeSqliteDialect(file) })
  const migrator = new Migrator({ db: records, provider: { getMigrations: () => Promise.resolve(allMigrations) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) {
    await records.destroy()
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the migration table'
    throw new Error(`record store ${file}: ${failed} failed: ${error instanceof Error ? error.message : JSON.stringify(error)}`, { cause: error })
  }
  return records
}

/** For a thread of its own: a second connection, for reading only, to a file that `openRecords` has open. */
export const openRecordsToRead = (file: string): Records => new Kysely<Tables>({ dialect: createReadingSqliteDialect(file) })
