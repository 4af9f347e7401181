import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../question-thread.ts'
import { openToRead } from './node-sqlite-dialect.ts'

/** A query, as SQLite takes it. */
export interface RecordsQuery {
  sql: string
  parameters: readonly unknown[]
}

/** The thread of `openReader`: opens the file given as `workerData` for reading only. */
const database = openToRead(workerData as string)
answerQuestions(({ sql, parameters }: RecordsQuery): unknown[] => [...database.prepare(sql).all(parameters)])
