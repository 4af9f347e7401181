import { batchOf, markRow } from '@hazardwatch/shared/reading-batch'
import { LATE, OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import type { Quality } from '@hazardwatch/shared/quality'
import type { History, StoredReading } from '@hazardwatch/shared/reading-store'
import { describe, expect, it } from 'vitest'
import { openForEachTest, type OpenStore, type StoreUnderTest } from './store-under-test.ts'

const T = 1_795_402_800_000
const ALL = { from: T, to: T + 10_000_000, maxPoints: 1_000 }

interface Row { point: number; time: number; value: number | null; quality?: Quality; mark?: number }
const row = (point: number, time: number, value: number | null, quality: Quality = 'good'): Row => ({ point, time, value, quality })

/** One suite for every implementation of {@link ReadingStore}. */
export const describeReadingStore = (name: string, prepare: () => Promise<StoreUnderTest>): void => {
  describe(`${name} keeps the contract of a reading store`, () => {
    const subject = subjectOf(openForEachTest(prepare))
    describe('history', () => { historyCases(subject) })
    describe('duplicates of point and time are stored once, the first of them', () => { duplicateCases(subject) })
    describe('history of more readings than asked for', () => { bucketCases(subject) })
    describe('how readings came', () => { markCases(subject) })
    describe('the newest reading', () => { newestCases(subject) })
    it('takes a batch without rows', async () => {
      await subject.append()
      expect(await subject.latest([0])).toEqual(new Map())
    })
  })
}

/** The open store of the running test. */
interface Subject {
  append(this: void, ...rows: Row[]): Promise<void>
  historyOf(this: void, point: number, range?: Partial<typeof ALL>): Promise<History>
  latest(this: void, points: number[]): Promise<Map<number, StoredReading>>
  reopen(this: void): Promise<void>
}

const subjectOf = ({ store, reopen }: OpenStore): Subject => ({
  append: (...rows) => store().append(markedBatch(rows)),
  historyOf: (point, range = {}) => store().history({ point, ...ALL, ...range }),
  latest: (points) => store().latest(points),
  reopen,
})

const markedBatch = (rows: readonly Row[]) => {
  const batch = batchOf(T, rows)
  for (const [row, { mark = 0 }] of rows.entries()) if (mark > 0) markRow(batch, row, mark)
  return batch
}

const markCases = ({ append, historyOf, reopen }: Subject): void => {
  it('is told of raw readings that have a mark, good or not, and of no others', async () => {
    await append(row(1, T + 5, 5), row(2, T, 1))
    await append({ ...row(1, T + 1, 1), mark: LATE | OUT_OF_ORDER }, { ...row(1, T + 6, 6), mark: LATE }, { ...row(1, T + 2, null, 'fault'), mark: OUT_OF_ORDER }, row(1, T + 7, 7))
    const expected = [[T + 1, LATE | OUT_OF_ORDER], [T + 2, OUT_OF_ORDER], [T + 6, LATE]]
    expect((await historyOf(1)).marks).toEqual(expected)
    await reopen()
    expect((await historyOf(1)).marks).toEqual(expected)
    expect((await historyOf(1, { from: T + 5, to: T + 6 })).marks).toBeUndefined()
    expect(await historyOf(2)).toEqual({ raw: true, points: [[T, 1, 0]] })
  })

  it('is that of the first reading of a point and time', async () => {
    await append(row(1, T + 5, 5), { ...row(1, T, 1), mark: LATE }, row(1, T, 2))
    await append({ ...row(1, T + 5, 6), mark: OUT_OF_ORDER }, row(1, T, 3))
    expect((await historyOf(1)).marks).toEqual([[T, LATE]])
  })

  it('is not told of more readings than asked for', async () => {
    await append(...Array.from({ length: 100 }, (_, k) => ({ ...row(1, T + k, k), mark: LATE })))
    const history = await historyOf(1, { maxPoints: 10 })
    expect([history.raw, history.marks]).toEqual([false, undefined])
  })
}

const historyCases = ({ append, historyOf, reopen }: Subject): void => {
  it('is empty for a point never heard of', async () => {
    expect(await historyOf(7)).toEqual({ raw: true, points: [] })
  })

  it('is of one point, oldest first, from inclusive, to exclusive', async () => {
    await append(row(1, T + 2, 3), row(2, T + 1, 99), row(1, T, 1), row(1, T + 1, 2))
    expect(await historyOf(1)).toEqual({ raw: true, points: [[T, 1, 0], [T + 1, 2, 0], [T + 2, 3, 0]] })
    expect((await historyOf(1, { from: T + 1, to: T + 2 })).points).toEqual([[T + 1, 2, 0]])
  })

  it('takes a range without end', async () => {
    await append(row(1, T, 1))
    expect((await historyOf(1, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })).points).toEqual([[T, 1, 0]])
  })

  it('keeps every figure and quality exactly', async () => {
    const rows: StoredReading[] = [[T, 0.1 + 0.2, 0], [T + 1, Number.MIN_VALUE, 0], [T + 2, -Number.MAX_VALUE, 0], [T + 3, null, 1], [T + 4, 12, 2]]
    const qualities: Quality[] = ['good', 'good', 'good', 'fault', 'calibration']
    await append(...rows.map(([time, value], index) => row(1, time, value, qualities[index])))
    expect((await historyOf(1)).points).toEqual(rows)
  })

  it('survives a restart', async () => {
    await append(row(1, T, 1), row(1, T + 1, null, 'fault'))
    await reopen()
    expect((await historyOf(1)).points).toEqual([[T, 1, 0], [T + 1, null, 1]])
  })

  it('goes over the midnight of days, years and epochs', async () => {
    const midnights = [Date.UTC(1969, 11, 31), 0, Date.UTC(2024, 1, 29), Date.UTC(2026, 0, 1)]
    const times = midnights.flatMap((midnight) => [midnight - 1, midnight, midnight + 1])
    await append(...times.toReversed().map((time, k) => row(1, time, k)))
    await reopen()
    const { points } = await historyOf(1, { from: Number.NEGATIVE_INFINITY })
    expect(points.map(([time]) => time)).toEqual(times)
    expect((await historyOf(1, { from: midnights[3] ?? 0, to: (midnights[3] ?? 0) + 1 })).points).toHaveLength(1)
  })

  it('takes more rows at once than any chunk of a store', async () => {
    await append(...Array.from({ length: 10_000 }, (_, k) => row(k % 2, T + k, k)))
    const { points } = await historyOf(1, { maxPoints: 100_000 })
    expect(points).toHaveLength(5_000)
    expect(points.at(-1)).toEqual([T + 9_999, 9_999, 0])
  })
}

const duplicateCases = ({ append, historyOf, reopen }: Subject): void => {
  it.each<[name: string, restart: boolean]>([['in the same life', false], ['after a restart', true]])('%s', async (_, restart) => {
    await append(row(1, T, 1), row(1, T + 5, 5), row(1, T, 100))
    if (restart) await reopen()
    await append(row(1, T, 200), row(1, T + 5, 500), row(1, T + 3, 3), row(1, T + 3, 300), row(2, T, 2))
    expect((await historyOf(1)).points).toEqual([[T, 1, 0], [T + 3, 3, 0], [T + 5, 5, 0]])
    expect((await historyOf(2)).points).toEqual([[T, 2, 0]])
  })

  it('in appends that overlap', async () => {
    await Promise.all(Array.from({ length: 8 }, async (_, k) => append(row(1, T, k), row(1, T + 1 + k, k))))
    expect((await historyOf(1)).points.map(([time]) => time)).toEqual(Array.from({ length: 9 }, (_, k) => T + k))
  })
}

const bucketCases = ({ append, historyOf }: Subject): void => {
  const many = Array.from({ length: 1_000 }, (_, k) => row(1, T + k * 10, Math.sin(k)))

  it('is the smallest and the largest of each bucket in the order of time', async () => {
    await append(...many.map((reading, k) => (k === 517 ? { ...reading, value: 50 } : k === 518 ? { ...reading, value: -50 } : reading)))
    const { raw, points } = await historyOf(1, { maxPoints: 100 })
    expect(raw).toBe(false)
    expect(points.length).toBeLessThanOrEqual(100)
    expect(points.length).toBeGreaterThan(90)
    expect(points.map(([time]) => time)).toEqual(points.map(([time]) => time).sort((a, b) => a - b))
    expect(points).toContainEqual([T + 5_170, 50, 0])
    expect(points).toContainEqual([T + 5_180, -50, 0])
  })

  it('keeps a single reading of a bucket single', async () => {
    await append(row(1, T, 1), row(1, T + 1, 2), row(1, T + 2, 3), row(1, T + 1_000, 4))
    expect((await historyOf(1, { maxPoints: 3 })).points.length).toBeLessThanOrEqual(3)
    expect((await historyOf(1, { maxPoints: 2 })).points).toEqual([[T, 1, 0], [T + 1_000, 4, 0]])
  })

  it('shows readings without a usable value as null with their quality', async () => {
    const broken = many.map((reading, k) => (k >= 500 && k < 800 ? { ...reading, value: k % 2 === 0 ? null : 7, quality: 'fault' as const } : reading))
    await append(...broken)
    const { points } = await historyOf(1, { maxPoints: 90 })
    expect(points.length).toBeLessThanOrEqual(90)
    const inFault = points.filter(([time]) => time >= T + 5_000 && time < T + 8_000)
    expect(inFault.length).toBeGreaterThan(5)
    expect(inFault.every(([, value, quality]) => value === null && quality === 1)).toBe(true)
  })

  it.each<[name: string, quality: Quality, code: number]>([['one fault', 'calibration', 2], ['one good reading without a value', 'good', 0]])(
    'does not hide %s among good neighbours', async (_, quality, code) => {
      await append(...many.map((reading, k) => (k === 333 ? { ...reading, value: null, quality } : reading)))
      const { points } = await historyOf(1, { maxPoints: 30 })
      expect(points).toContainEqual([T + 3_330, null, code])
      expect(points.length).toBeLessThanOrEqual(30)
    })
}

const newestCases = ({ append, latest, reopen }: Subject): void => {
  it('is the latest by its own time, not by arrival', async () => {
    await append(row(1, T + 10, 10), row(2, T, 2), row(5_000, T, null, 'stopped'))
    await append(row(1, T + 9, 9), row(2, T + 1, 3, 'manual'))
    const expected = new Map<number, StoredReading>([[1, [T + 10, 10, 0]], [2, [T + 1, 3, 4]], [5_000, [T, null, 6]]])
    expect(await latest([1, 2, 3, 5_000])).toEqual(expected)
    await reopen()
    expect(await latest([1, 2, 3, 5_000])).toEqual(expected)
  })
}
