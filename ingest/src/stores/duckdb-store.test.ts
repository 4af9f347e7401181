import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeBacklogStore } from './backlog-contract.ts'
import { describeReadingStore } from './contract.ts'
import { openDuckDbStore } from './duckdb-store.ts'
import { describeMaintainedStore } from './maintained-contract.ts'
import { describeScannableStore } from './scan-contract.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hazard-duckdb-'))
  file = join(folder, 'readings.duckdb')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const subject = async (): Promise<{ open: () => ReturnType<typeof openDuckDbStore>; cleanUp: () => Promise<void> }> =>
  ({ open: () => openDuckDbStore(file, { retentionDays: 40, graceMs: 3_600_000, lateMs: 7_200_000 }), cleanUp: async () => undefined })

describeReadingStore('DuckDB', subject)
describeBacklogStore('DuckDB', subject)
describeMaintainedStore('DuckDB', subject)
describeScannableStore('DuckDB', subject)
describe('rows that are stored already', () => {
  const T = 1_795_402_800_000
  const rows = (...cells: [point: number, time: number][]) => batchOf(T, cells.map(([point, time]) => ({ point, time: T + time, value: 1 })))

  it.each<[name: string, appended: [number, number][], told: number[]]>([
    ['none', [[1, 5], [2, 0]], []],
    ['those of before', [[1, 0], [1, 5], [1, 1]], [0, 2]],
    ['twice in one append, the second', [[3, 7], [3, 7], [3, 6], [3, 6]], [1, 3]],
    ['older, but new', [[1, -10], [2, -10], [1, 0]], [2]],
    ['on several days', [[1, 86_400_000], [1, 0], [1, 86_400_000]], [1, 2]],
  ])('are told by their place in the batch: %s', async (_, appended, told) => {
    const store = await openDuckDbStore(file)
    await store.append(rows([1, 0], [1, 1]))
    const heard: number[] = []
    await store.append(rows(...appended), (duplicates) => { heard.push(...duplicates) })
    await store.close()
    expect(heard.sort((a, b) => a - b)).toEqual(told)
  })
})

/** Runs the appender until it has reported `reports` appends, kills it at once, and says what it last called durable. */
const appendUntilKilled = async (reports: number): Promise<number> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./append-until-killed.ts', import.meta.url)), file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let durable = 0
  for await (const line of createInterface({ input: child.stdout })) {
    durable = Number(line)
    if (--reports === 0) break
  }
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  return durable
}

describe('kill -9', () => {
  it.each([1, 2, 7, 40])('after %i appends loses no row whose append has resolved, and doubles none', async (appends) => {
    const durable = await appendUntilKilled(appends)
    expect(durable).toBe(appends * 3_000)
    const store = await openDuckDbStore(file)
    const { points } = await store.history({ point: 1, from: 0, to: Number.MAX_SAFE_INTEGER, maxPoints: 1_000_000 })
    await store.close()
    expect(points.length).toBeGreaterThanOrEqual(durable)
    expect(points.every(([time, value], index) => value === index && time === 1_795_402_800_000 + index)).toBe(true)
  }, 30_000)
})

describe('opening', () => {
  it('of a file that another process holds says so in one line', async () => {
    const first = spawn(process.execPath, [fileURLToPath(new URL('./append-until-killed.ts', import.meta.url)), file], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(first.stdout, 'data')
    const error: unknown = await openDuckDbStore(file).catch((reason: unknown) => reason)
    const ended = once(first, 'exit')
    first.kill('SIGKILL')
    await ended
    expect(error).toMatchObject({ code: 'store_unavailable', detail: `${file} is in use by another process: stop it, or choose another HAZARD_DATA_DIR` })
  })

  it('of a file that is no database says what to do with it', async () => {
    await writeFile(file, 'this is not a database'.repeat(1_000))
    const detail = expect.stringMatching(/^.* is not a readable DuckDB file: restore it from a backup[^\n]*$/) as string
    await expect(openDuckDbStore(file)).rejects.toMatchObject({ code: 'store_unavailable', detail })
  })

  it('in a folder that does not exist says where', async () => {
    const detail = expect.stringContaining('such.duckdb cannot be opened') as string
    await expect(openDuckDbStore(join(folder, 'no', 'such.duckdb'))).rejects.toMatchObject({ code: 'store_unavailable', detail })
  })
})
