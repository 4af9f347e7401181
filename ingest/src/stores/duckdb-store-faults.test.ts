import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import type { MaintainedStore } from '@hazardwatch/shared/reading-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDuckDbStore } from './duckdb-store.ts'

const T = 1_795_392_000_000
const DAY = 86_400_000
const ALWAYS = { from: 0, to: Number.POSITIVE_INFINITY, maxPoints: 10_000_000 }

let folder = ''
let file = ''
let days = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hazard-duckdb-'))
  file = join(folder, 'readings.duckdb')
  days = join(folder, 'readings')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const timesOf = async (store: MaintainedStore, point = 1): Promise<number[]> => (await store.history({ point, ...ALWAYS })).points.map(([time]) => time)
const append = (store: MaintainedStore, ...times: number[]): Promise<void> => store.append(batchOf(T, times.map((time) => ({ point: 1, time, value: 1 }))))

/** Two compacted days and one that runs. */
const fill = async (store: MaintainedStore): Promise<number[]> => {
  const times = [T, T + 1, T + DAY, T + DAY + 1, T + 2 * DAY]
  await append(store, ...times)
  expect((await store.maintain(T + 2 * DAY + DAY / 2)).compacted).toHaveLength(2)
  return times
}

/**
 * Kills the compactor when so many files of the folder of days have come, moved or gone: a compaction makes a temporary file, moves it to
 * its name, commits, and removes the file that it replaces. @returns what the compactor last called durable.
 */
const killCompactor = async (fileEvents: number): Promise<[readings: number, late: number]> => {
  let events = 0
  const watcher = watch(days, (type) => {
    if (type === 'rename' && ++events === fileEvents) child.kill('SIGKILL')
  })
  const child = spawn(process.execPath, [script('./compact-until-killed.ts'), file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let durable: [number, number] = [0, 0]
  for await (const line of createInterface({ input: child.stdout })) {
    const [readings = 0, late = 0] = line.split(' ').map(Number)
    durable = [readings, late]
  }
  await ended
  watcher.close()
  expect(child.signalCode).toBe('SIGKILL')
  return durable
}

/** Hot tables that the manifest does not name. */
const forgottenTables = async (): Promise<unknown[]> => {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const named = 'SELECT concat(\'hot_\', day, \'_\', generation) FROM segment WHERE kind = \'hot\''
  const tables = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'hot%' AND table_name NOT IN (${named})`)
  const names = tables.getRows()
  connection.closeSync()
  instance.closeSync()
  return names
}

describe('kill -9 in the midst of compactions', () => {
  it('loses and doubles nothing in twelve rounds on the same store', async () => {
    await mkdir(days)
    for (const fileEvents of [1, 3, 2, 4, 5, 8, 6, 7, 9, 11, 3, 10]) {
      const [readings, late] = await killCompactor(fileEvents)
      const store = await openDuckDbStore(file)
      const values = (await store.history({ point: 1, ...ALWAYS })).points.map(([, value]) => value)
      expect(values.length).toBeGreaterThanOrEqual(readings)
      expect(values.every((value, index) => value === index)).toBe(true)
      const lateValues = (await store.history({ point: 2, ...ALWAYS })).points.map(([, value]) => value)
      expect(lateValues.length).toBeGreaterThanOrEqual(late)
      expect(lateValues.every((value, index) => value === index)).toBe(true)
      const { compactedDays, hotReadings, compactedReadings } = await store.stats()
      expect(hotReadings + compactedReadings).toBe(values.length + lateValues.length)
      expect(await readdir(days)).toHaveLength(compactedDays)
      await store.close()
      expect(await forgottenTables()).toEqual([])
    }
  }, 120_000)
})

interface Full { stored: number; refusals: [code: string, detail: string][]; answered: number; latest: number; maintained: { failed: unknown[] } }

describe('a disk that is full', () => {
  // A limit on the size of a file fails the same writes as a full disk does, and needs no rights. 6 MB.
  it.each([
    ['while the log is written', 64_000_000, /wal/],
    ['while the log goes into the file, after which DuckDB takes no more statements', 4_000_000, /FATAL/],
  ])('%s refuses and says so, keeps what is stored, and goes on when there is room', async (_, logBytes, told) => {
    const command = `trap '' XFSZ; ulimit -S -f 12288; exec "${process.execPath}" "${script('./append-until-full.ts')}" "${file}" ${logBytes}`
    const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const full = JSON.parse(String((await lines.next()).value)) as Full
    expect(full).toMatchObject({ answered: full.stored, latest: T + full.stored - 1, maintained: { failed: [] } })
    for (const [code, detail] of full.refusals) {
      expect(code).toBe('store_unavailable')
      expect(detail).toMatch(/the disk is full: free space there/)
      expect(detail).toMatch(told)
    }
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'])
    child.stdin.write('\n')
    const { stored } = JSON.parse(String((await lines.next()).value)) as Full
    expect(stored).toBe(full.stored * 2)
    const store = await openDuckDbStore(file)
    const times = await timesOf(store)
    await store.close()
    expect(times.length).toBe(stored)
    expect(times.every((time, k) => time === T + k)).toBe(true)
  }, 60_000)
})

describe('day files', () => {
  it('that are missing are told, the rest is answered, and they count again when they are back', async () => {
    let store = await openDuckDbStore(file)
    const times = await fill(store)
    await store.close()
    const [first = ''] = (await readdir(days)).sort()
    await rename(join(days, first), join(folder, first))
    store = await openDuckDbStore(file)
    expect((await store.stats()).unreadableFiles).toEqual([first])
    expect(await timesOf(store)).toEqual(times.slice(2))
    await append(store, T + 1, T + 2)
    expect((await store.maintain(T + 9 * DAY)).failed).toMatchObject([{ day: '2026-11-23' }])
    await store.close()
    await rename(join(folder, first), join(days, first))
    store = await openDuckDbStore(file)
    expect((await store.maintain(T + 9 * DAY)).failed).toEqual([])
    expect(await timesOf(store)).toEqual([T, T + 1, T + 2, ...times.slice(2)])
    await store.close()
  })

  it('that break while they are in use hold up neither appends nor history', async () => {
    const store = await openDuckDbStore(file)
    const times = await fill(store)
    const [first = '', second = ''] = (await readdir(days)).sort()
    await truncate(join(days, first), 20)
    await append(store, T + 5)
    expect(await timesOf(store)).toEqual([T + 5, ...times.slice(2)])
    await writeFile(join(days, second), 'PAR1 but nothing else')
    expect(await timesOf(store)).toEqual([T + 5, T + 2 * DAY])
    expect((await store.stats()).unreadableFiles.sort()).toEqual([first, second])
    await store.close()
  })

  it('are found again when the database is lost', async () => {
    const before = await openDuckDbStore(file)
    const times = await fill(before)
    await before.close()
    await rm(file)
    const store = await openDuckDbStore(file)
    expect(await timesOf(store)).toEqual(times.slice(0, 4))
    expect((await store.latest([1])).get(1)).toEqual([T + DAY + 1, 1, 0])
    await append(store, T + 1, T + 2)
    expect(await timesOf(store)).toHaveLength(5)
    await store.close()
  })

  it('that no longer count, or never did, are swept away; others are left alone', async () => {
    const before = await openDuckDbStore(file)
    const times = await fill(before)
    await before.close()
    for (const name of ['2026-11-23.999.parquet', '2026-11-25.999.parquet', '2026-11-24.9.parquet.tmp', 'readme.txt']) await writeFile(join(days, name), '')
    const store = await openDuckDbStore(file)
    expect(await timesOf(store)).toEqual(times)
    expect((await readdir(days)).filter((name) => !/^2026-11-2[34]\.\d\.parquet$/.test(name))).toEqual(['readme.txt'])
    await store.close()
  })
})

describe('the database file', () => {
  it('of the first version, with one table of readings, is taken over', async () => {
    const old = await DuckDBInstance.create(file)
    const connection = await old.connect()
    await connection.run('CREATE TABLE reading (point INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL)')
    await connection.run(`INSERT INTO reading VALUES (1, ${T}, 1, 0), (1, ${T + DAY}, 2, 0), (1, -5, 3, 0)`)
    connection.closeSync()
    old.closeSync()
    const store = await openDuckDbStore(file)
    expect((await store.history({ point: 1, ...ALWAYS, from: -10 })).points).toEqual([[-5, 3, 0], [T, 1, 0], [T + DAY, 2, 0]])
    expect((await store.latest([1])).get(1)).toEqual([T + DAY, 2, 0])
    await store.close()
  })

  it('shows all readings to a DuckDB shell', async () => {
    const store = await openDuckDbStore(file)
    const times = await fill(store)
    await store.close()
    const shell = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
    const connection = await shell.connect()
    expect((await connection.runAndReadAll('SELECT time::DOUBLE FROM reading ORDER BY time')).getRows().flat()).toEqual(times)
    connection.closeSync()
    shell.closeSync()
  })
})

describe('closing', () => {
  it('breaks a compaction off and refuses what comes after', async () => {
    const store = await openDuckDbStore(file)
    await append(store, T, T + 1)
    const maintained = store.maintain(T + 9 * DAY).catch((error: unknown) => error)
    await store.close()
    await maintained
    await expect(append(store, T + 2)).rejects.toMatchObject({ code: 'store_unavailable' })
    await expect(timesOf(store)).rejects.toMatchObject({ code: 'store_unavailable' })
    const again = await openDuckDbStore(file)
    expect(await timesOf(again)).toEqual([T, T + 1])
    await again.close()
  })
})
