import { batchOf } from '@hazardwatch/shared/reading-batch'
import type { ScannableStore, ScanQuery } from '@hazardwatch/shared/reading-store'
import { beforeEach, describe, expect, it } from 'vitest'
import { openForEachTest, type StoreUnderTest } from './store-under-test.ts'

/** A store under test; `settle` brings what is old enough into the form in which days that are over are kept. */
export type ScannableUnderTest = StoreUnderTest<ScannableStore & { maintain?(now: number): Promise<unknown> }>

const DAY_MS = 86_400_000
const T = Date.UTC(2026, 10, 20)
type Row = [point: number, time: number, value: number | null, quality: number]

/** One suite for every implementation of {@link ScannableStore}. */
export const describeScannableStore = (name: string, prepare: () => Promise<ScannableUnderTest>): void => {
  describe(`${name} keeps the contract of a store that is read through`, () => {
    const { store } = openForEachTest(prepare)
    beforeEach(async () => {
      await store().append(batchOf(T, [
        { point: 2, time: T + 20, value: 2.5 }, { point: 1, time: T + 10, value: 1 }, { point: 1, time: T, value: 0 },
        { point: 1, time: T + 30, value: null, quality: 'fault' }, { point: 9, time: T + 5, value: 9 },
      ]))
      await store().append(batchOf(T, [{ point: 1, time: T + DAY_MS, value: 11 }, { point: 2, time: T + DAY_MS - 1, value: 12 }]))
    })

    const read = (query: Partial<ScanQuery> = {}): Promise<Row[]> => readRows(store(), query)
    const day1: Row[] = [[1, 0, 0, 0], [1, 10, 1, 0], [1, 30, null, 1]]

    it.each([['as they came', false], ['when the days are over', true]])('gives every reading of the points once, a day at a time, point after point, %s', async (_name, settled) => {
      if (settled) await store().maintain?.(T + 10 * DAY_MS)
      expect(await read()).toEqual([...day1, [2, 20, 2.5, 0], [2, DAY_MS - 1, 12, 0], [1, DAY_MS, 11, 0]])
    })

    it('together in the order of time', async () => {
      expect((await read({ order: 'time' })).map(([point, time]) => [point, time])).toEqual([[1, 0], [1, 10], [2, 20], [1, 30], [2, DAY_MS - 1], [1, DAY_MS]])
    })

    it('late ones of a day that is over too', async () => {
      await store().maintain?.(T + 10 * DAY_MS)
      await store().append(batchOf(T, [{ point: 1, time: T + 5, value: 5 }]))
      expect((await read({ points: [1] })).map(([, time]) => time)).toEqual([0, 5, 10, 30, DAY_MS])
    })

    it('from the start, and before the end of the range', async () => {
      expect((await read({ points: [1], from: T + 10, to: T + 30 })).map(([, time]) => time)).toEqual([10])
    })

    it('nothing of points that are not asked for, and nothing of none', async () => {
      expect(await read({ points: [9] })).toEqual([[9, 5, 9, 0]])
      expect(await read({ points: [] })).toEqual([])
      expect(await read({ points: [77] })).toEqual([])
    })

    stopCases(store)
  })
}

const readRows = async (store: ScannableStore, query: Partial<ScanQuery>): Promise<Row[]> => {
  const rows: Row[] = []
  await store.scan({ points: [1, 2], from: T, to: T + 2 * DAY_MS, order: 'point', ...query }, (batch) => {
    for (let row = 0; row < batch.count; row++) {
      const value = batch.value[row] ?? 0
      rows.push([batch.point[row] ?? -1, (batch.time[row] ?? 0) - T, Number.isNaN(value) ? null : value, batch.quality[row] ?? 0])
    }
  })
  return rows
}

const stopCases = (store: () => ScannableStore): void => {
  it('stops when it is told to', async () => {
    const stop = new AbortController()
    let batches = 0
    const scanning = store().scan({ points: [1, 2], from: T, to: T + 2 * DAY_MS, order: 'point' }, () => {
      batches++
      stop.abort(new Error('enough'))
    }, stop.signal)
    await expect(scanning).rejects.toThrow('enough')
    expect(batches).toBe(1)
  })

  it('lets the failure of the taker through, and can be asked again', async () => {
    await expect(store().scan({ points: [1], from: T, to: T + 1, order: 'point' }, () => { throw new Error('broken taker') })).rejects.toThrow('broken taker')
    expect(await readRows(store(), { points: [9] })).toHaveLength(1)
  })
}
