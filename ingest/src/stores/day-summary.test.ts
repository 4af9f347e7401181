import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { addReading, createBatch } from '@hazardwatch/shared/reading-batch'
import type { MaintainedStore, StoredReading } from '@hazardwatch/shared/reading-store'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SLOT_MS } from './day-summary.ts'
import { openDuckDbStore } from './duckdb-store.ts'

const DAY = 86_400_000
const T = Date.UTC(2026, 9, 1)
const STEP = 2_000
const DAYS = 3

/** Point 1 is dense and healthy, point 2 dense with faults and values that are none, point 3 reports too seldom for a summary. */
const valueAt = (point: number, index: number): number => (point === 2 && index % 4_001 === 17 ? Number.NaN : Math.sin(index / 500) * 10 + (index * 7919) % 13)
const qualityAt = (point: number, index: number): number => (point === 2 && index % 2_503 === 5 ? 1 : 0)
const stepOf = (point: number): number => (point === 3 ? STEP * 10 : STEP)
/** Came when its day was a file already, far outside of all others. */
const late = { point: 1, time: T + DAY + 12_345, value: 500 }

const readingsOf = (point: number): StoredReading[] => {
  const readings: StoredReading[] = []
  for (let time = T, index = 0; time < T + DAYS * DAY; time += stepOf(point), index++) {
    const value = valueAt(point, index)
    readings.push([time, Number.isNaN(value) ? null : value, qualityAt(point, index)])
  }
  if (point === 1) readings.push([late.time, late.value, 0])
  return readings.sort(([a], [b]) => a - b)
}

describe('history of compacted days', () => {
  let folder = ''
  let store: MaintainedStore
  const open = async (): Promise<void> => { store = await openDuckDbStore(join(folder, 'readings.duckdb'), { retentionDays: 40 }) }
  const append = (point: number): Promise<void> => {
    const batch = createBatch(Math.ceil(DAYS * DAY / stepOf(point)), T)
    for (let time = T, index = 0; time < T + DAYS * DAY; time += stepOf(point), index++) addReading(batch, point, time, valueAt(point, index), qualityAt(point, index))
    return store.append(batch)
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hazard-summary-'))
    await open()
    for (const point of [1, 2, 3]) await append(point)
    await store.maintain(T + DAYS * DAY + DAY)
    const batch = createBatch(1, T + DAYS * DAY + DAY)
    addReading(batch, late.point, late.time, late.value, 0)
    await store.append(batch)
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const summaries = async (): Promise<unknown[][]> => {
    await store.close()
    const instance = await DuckDBInstance.create(join(folder, 'readings.duckdb'))
    const connection = await instance.connect()
    const rows = (await connection.runAndReadAll('SELECT point, sum(readings)::DOUBLE, count(*)::DOUBLE FROM summary GROUP BY day, generation, point ORDER BY day, generation, point')).getRows()
    connection.closeSync()
    instance.closeSync()
    await open()
    return rows
  }

  it('has a summary of the dense points, a row for five minutes', async () => {
    const ofDay = [[1, DAY / STEP, DAY / SLOT_MS], [2, DAY / STEP, DAY / SLOT_MS]]
    expect(await summaries()).toEqual(Array.from({ length: DAYS }, () => ofDay).flat())
  })

  const anyTime = fc.integer({ min: T - DAY, max: T + DAYS * DAY + DAY })
  it('is exact: the smallest, the largest and the first unusable reading of each bucket, wherever the range begins and ends', async () => {
    const all = new Map([1, 2, 3].map((point) => [point, readingsOf(point)]))
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3 }), anyTime, anyTime, fc.integer({ min: 10, max: 400 }), async (point, one, other, maxPoints) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const { raw, points } = await store.history({ point, from, to, maxPoints })
      const within = (all.get(point) ?? []).filter(([time]) => time >= from && time < to)
      expect(points.length).toBeLessThanOrEqual(maxPoints)
      expect(points.map(([time]) => time)).toEqual(points.map(([time]) => time).sort((a, b) => a - b))
      expect(raw ? points : within).toEqual(within)
      if (raw) return
      const told = new Set(points.map(([time, value, quality]) => `${time} ${value} ${quality}`))
      expect(within.filter(([time, value, quality]) => told.has(`${time} ${quality === 0 ? value : null} ${quality}`))).toHaveLength(told.size)
      expect(extremes(points)).toEqual(extremes(within))
    }), { numRuns: 150 })
  }, 60_000)

  it('of three days in buckets of whole slots gives what a reader of every reading would give', async () => {
    const maxPoints = 60
    const { points } = await store.history({ point: 1, from: T, to: T + DAYS * DAY, maxPoints })
    const width = Math.ceil(DAYS * DAY / (maxPoints / 2) / SLOT_MS) * SLOT_MS
    const buckets = Map.groupBy(readingsOf(1), ([time]) => Math.floor((time - T) / width))
    const values = [...buckets.values()].map((bucket) => bucket.map(([, value]) => value ?? 0))
    expect([...Map.groupBy(points, ([time]) => Math.floor((time - T) / width)).values()].map((bucket) => bucket.map(([, value]) => value).sort((a, b) => (a ?? 0) - (b ?? 0))))
      .toEqual(values.map((bucket) => [Math.min(...bucket), Math.max(...bucket)]))
    expect(points).toContainEqual([late.time, late.value, 0])
  })

  it('is made anew with the day, and goes with it', async () => {
    await store.maintain(T + DAYS * DAY + 2 * DAY)
    expect(await summaries()).toContainEqual([1, DAY / STEP + 1, DAY / SLOT_MS])
    await store.maintain(T + 100 * DAY)
    expect(await summaries()).toEqual([])
  })
})

/** The smallest and the largest value, and the first unusable reading. */
const extremes = (readings: readonly StoredReading[]): unknown[] => {
  const values = readings.flatMap(([, value, quality]) => (quality === 0 && value !== null ? [value] : []))
  const bad = readings.find(([, value, quality]) => quality !== 0 || value === null)
  return [values.reduce((least, value) => Math.min(least, value), Infinity), values.reduce((most, value) => Math.max(most, value), -Infinity), bad?.[0]]
}
