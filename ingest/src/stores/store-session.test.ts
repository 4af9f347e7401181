import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maintainStore } from './compact-day.ts'
import { openDatabase, tidyUp, type DatabasePlace } from './database.ts'
import { countRows } from './manifest.ts'
import { fileOf, sourceSql, type Segment } from './segment.ts'
import { StoreSession } from './store-session.ts'

const T = 1_795_392_000_000
const DAY = 86_400_000
const settings = { retentionDays: 30, graceMs: 0, lateMs: 0 }

let place: DatabasePlace
let session: StoreSession
let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hazard-session-'))
  place = { path: join(root, 'readings.duckdb'), folder: join(root, 'readings'), logBytes: 1_000_000, state: { sealed: new Set(), unreadable: new Map(), generation: 0 } }
  const database = await openDatabase(place)
  await tidyUp(database, place)
  session = new StoreSession(place, database)
})
afterEach(async () => {
  await session.close()
  await rm(root, { recursive: true, force: true })
})

const append = (...times: number[]): Promise<number[]> => session.write((writer) => writer.append(batchOf(T, times.map((time) => ({ point: 1, time, value: 1 })))))
const segmentsNow = (): Promise<Segment[]> => session.write((writer) => Promise.resolve(writer.segments))

describe('what a query still reads', () => {
  it('stays until the query is done, however long ago its day was written anew', async () => {
    await append(T, T + 1)
    await maintainStore(session, settings, T + DAY)
    const before = await segmentsNow()
    await append(T + 2)
    const parts = await segmentsNow()
    const gate = Promise.withResolvers<void>()
    const reading = session.read(async (connection) => {
      await gate.promise
      return countRows(connection, sourceSql(parts, place.folder))
    })
    const maintained = maintainStore(session, settings, T + 2 * DAY)
    while ((await segmentsNow()).some(({ generation }) => generation === before[0]?.generation)) await readdir(place.folder)
    gate.resolve()
    expect(await reading).toBe(3)
    expect((await maintained).failed).toEqual([])
    expect(await readdir(place.folder)).toEqual((await segmentsNow()).filter(({ kind }) => kind === 'file').map(fileOf))
  })
})

describe('a database that DuckDB has given up', () => {
  const givenUp = (): Promise<never> => Promise.reject(new Error('FATAL Error: database has been invalidated because of a previous fatal error'))

  it.each([
    ['to a writer', (): Promise<never> => session.write(givenUp)],
    ['to a reader', (): Promise<never> => session.read(givenUp)],
  ])('%s is opened anew for the next who needs it, with all that was stored', async (_, fail) => {
    await append(T, T + 1)
    const first = await session.write((writer) => Promise.resolve(writer))
    await expect(fail()).rejects.toThrow('invalidated')
    expect(session.knowingWriter).toBeUndefined()
    expect(await session.read((connection) => countRows(connection, 'reading'))).toBe(2)
    const second = await session.write((writer) => Promise.resolve(writer))
    expect(second).not.toBe(first)
    await append(T + 1, T + 2)
    expect(second.newest.get(1)).toEqual([T + 2, 1, 0])
    expect(await session.read((connection) => countRows(connection, 'reading'))).toBe(3)
  })

  it('breaks off those who still read it', async () => {
    const begun = Promise.withResolvers<void>()
    const long = session.read((connection) => {
      begun.resolve()
      return connection.run('SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b')
    }).catch((error: unknown) => String(error))
    await begun.promise
    await expect(session.write(givenUp)).rejects.toThrow('invalidated')
    expect(await long).toMatch(/INTERRUPT/)
    await append(T)
  })
})
