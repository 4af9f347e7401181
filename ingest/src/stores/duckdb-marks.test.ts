import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { batchOf, markRow } from '@hazardwatch/shared/reading-batch'
import { LATE, OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import type { History, MaintainedStore } from '@hazardwatch/shared/reading-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDuckDbStore } from './duckdb-store.ts'

const DAY = 86_400_000
const T = Date.UTC(2026, 10, 20)

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hazard-marks-'))
  file = join(folder, 'readings.duckdb')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openDuckDbStore(file, { graceMs: 0, lateMs: 0 })
const append = async (store: MaintainedStore, time: number, mark = 0): Promise<void> => {
  const batch = batchOf(time, [{ point: 1, time, value: time - T }])
  if (mark > 0) markRow(batch, 0, mark)
  await store.append(batch)
}
const historyOf = (store: MaintainedStore): Promise<History> => store.history({ point: 1, from: T - DAY, to: T + 9 * DAY, maxPoints: 1_000 })

const inShell = async (work: (connection: DuckDBConnection) => Promise<unknown>): Promise<void> => {
  const shell = await DuckDBInstance.create(file)
  const connection = await shell.connect()
  await work(connection)
  connection.closeSync()
  shell.closeSync()
}

describe('marks of readings in DuckDB', () => {
  it('a store of before there were any is read as it is, and takes them', async () => {
    const before = await open()
    for (const time of [T, T + 10, T + DAY]) await append(before, time)
    await before.maintain(T + DAY)
    await before.close()
    await inShell(async (connection) => {
      const hot = await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, \'hot_\')')
      await connection.run('DROP VIEW reading')
      for (const [table] of hot.getRows()) await connection.run(`ALTER TABLE "${String(table)}" DROP COLUMN mark`)
      await connection.run('ALTER TABLE segment DROP COLUMN marked')
    })
    const store = await open()
    expect(await historyOf(store)).toEqual({ raw: true, points: [[T, 0, 0], [T + 10, 10, 0], [T + DAY, DAY, 0]] })
    for (const time of [T + 5, T + DAY + 5]) await append(store, time, LATE)
    const marks = [[T + 5, LATE], [T + DAY + 5, LATE]]
    expect((await historyOf(store)).marks).toEqual(marks)
    await store.maintain(T + 5 * DAY)
    expect(await historyOf(store)).toEqual({ raw: true, points: [[T, 0, 0], [T + 5, 5, 0], [T + 10, 10, 0], [T + DAY, DAY, 0], [T + DAY + 5, DAY + 5, 0]], marks })
    await store.close()
  })

  it('day files that are found keep theirs, and a day without any has no column for them', async () => {
    const before = await open()
    await append(before, T)
    for (const [time, mark] of [[T + DAY, 0], [T + DAY + 5, OUT_OF_ORDER]] as const) await append(before, time, mark)
    await before.maintain(T + 5 * DAY)
    await before.close()
    await rm(file)
    const store = await open()
    expect(await historyOf(store)).toEqual({ raw: true, points: [[T, 0, 0], [T + DAY, DAY, 0], [T + DAY + 5, DAY + 5, 0]], marks: [[T + DAY + 5, OUT_OF_ORDER]] })
    await store.close()
    await inShell(async (connection) => {
      const columns = await connection.runAndReadAll(`SELECT split_part(parse_filename(file_name), '.', 1), count(*)::INTEGER FROM parquet_schema('${folder}/readings/*.parquet') WHERE name = 'mark' GROUP BY ALL`)
      expect(columns.getRows()).toEqual([['2026-11-21', 1]])
    })
  })

  it('are shown to a DuckDB shell', async () => {
    const store = await open()
    await append(store, T + 5)
    await append(store, T, LATE)
    await store.close()
    await inShell(async (connection) => {
      expect((await connection.runAndReadAll('SELECT time::DOUBLE, mark FROM reading ORDER BY time')).getRows()).toEqual([[T, LATE], [T + 5, 0]])
    })
  })
})
