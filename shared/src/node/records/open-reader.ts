import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely'
import { QuestionThread } from '../question-thread.ts'
import type { Records } from './open-records.ts'
import type { RecordsQuery } from './reader-worker.ts'
import type { Tables } from './tables.ts'

/**
 * The records for reading only, in a thread of its own: SQLite answers where it is asked, and a question about years of alarms must not hold up
 * the alarms of now. It sees what is committed.
 * @param file an existing record store, opened by `openRecords` before.
 */
export const openReader = (file: string): Records => new Kysely<Tables>({ dialect: readerDialect(file) })

const readerDialect = (file: string): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new ReaderDriver(file),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

/** All queries share one connection, which needs no turns: each is a transaction of its own. */
class ReaderDriver implements Driver {
  readonly #thread: QuestionThread<RecordsQuery, unknown[]>

  constructor(file: string) { this.#thread = new QuestionThread(new URL('./reader-worker.ts', import.meta.url), file) }

  init(): Promise<void> { return Promise.resolve() }
  releaseConnection(): Promise<void> { return Promise.resolve() }
  beginTransaction(): Promise<void> { return Promise.reject(readsOnly()) }
  commitTransaction(): Promise<void> { return Promise.reject(readsOnly()) }
  rollbackTransaction(): Promise<void> { return Promise.reject(readsOnly()) }
  destroy(): Promise<void> { return this.#thread.close() }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve({
      executeQuery: async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => ({ rows: await this.#thread.ask({ sql, parameters }) as Row[] }),
      streamQuery: () => { throw readsOnly() },
    })
  }
}

const readsOnly = (): Error => new Error('records are only read here, one query at a time')
