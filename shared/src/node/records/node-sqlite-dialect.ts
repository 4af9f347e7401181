import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'

/** Statements kept compiled: the alarm engine repeats a few dozen, and each compile costs more than its run. */
const CACHED_STATEMENTS = 256

/** Kysely over Node's own SQLite. WAL with synchronous=FULL: a committed transaction survives kill -9 and loss of power. */
export const createNodeSqliteDialect = (file: string): SqliteDialect => new SqliteDialect({ database: async () => openDatabase(file) })

const openDatabase = (file: string): SqliteDatabase => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000')
  return withCache(database)
}

/** A second connection to a file that `createNodeSqliteDialect` has open: sees what is committed, waits for nobody. */
export const openToRead = (file: string): SqliteDatabase => withCache(new DatabaseSync(file, { readOnly: true, timeout: 5_000 }))

export const createReadingSqliteDialect = (file: string): SqliteDialect => new SqliteDialect({ database: async () => openToRead(file) })

const withCache = (database: DatabaseSync): SqliteDatabase => {
  const cache = new Map<string, SqliteStatement>()
  return {
    close: () => { database.close() },
    prepare: (sql) => {
      const known = cache.get(sql)
      if (known !== undefined) return known
      const statement = adapt(database.prepare(sql))
      if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '')
      cache.set(sql, statement)
      return statement
    },
  }
}

const adapt = (statement: StatementSync): SqliteStatement => ({
  // A statement with result columns is read with all(); everything else is run for its effect.
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...inputs(parameters)),
  run: (parameters) => statement.run(...inputs(parameters)),
  iterate: (parameters) => statement.iterate(...inputs(parameters)),
})

const inputs = (parameters: readonly unknown[]): SQLInputValue[] => parameters.map(inputOf)

const inputOf = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a value of type ${typeof value}`)
}
