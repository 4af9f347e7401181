import { DuckDBInstance } from '@duckdb/node-api'

/** Counts what a stopped service has stored, row by row: what was published must be there, once. */
export const countStored = async (file: string): Promise<{ rows: number; distinct: number }> => {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll('SELECT count(*)::DOUBLE, count(DISTINCT (point, time))::DOUBLE FROM reading')
  const [rows, distinct] = reader.getRows()[0] ?? []
  connection.closeSync()
  instance.closeSync()
  return { rows: Number(rows), distinct: Number(distinct) }
}
