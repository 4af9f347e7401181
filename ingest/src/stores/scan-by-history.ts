import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore, ScannableStore, ScanQuery, ScanTaker, StoredReading } from '@hazardwatch/shared/reading-store'

const DAY_MS = 86_400_000
/** Readings that one question may bring: as many as a store gives raw. */
const PAGE = 100_000

type HistoryOf = Pick<ReadingStore, 'history'>

/** A store that can only be asked for the history of a point, read through point by point: right, and slower than a store's own scan. */
export const scanByHistory = (store: ReadingStore): ScannableStore => ({
  append: (batch) => store.append(batch),
  history: (query) => store.history(query),
  latest: (points) => store.latest(points),
  close: () => store.close(),
  scan: async (query, take, signal) => {
    const points = [...new Set(query.points)].sort((a, b) => a - b)
    const first = await firstTime(store, points, query)
    if (first === undefined) return
    for (let day = Math.floor(first / DAY_MS) * DAY_MS; day < query.to; day += DAY_MS) {
      const range = { points, from: Math.max(day, query.from), to: Math.min(day + DAY_MS, query.to) }
      await (query.order === 'time' ? takeTogether(store, range, take, signal) : takeInTurn(store, range, take, signal))
    }
  },
})

/** Where the data begin: a range may reach back to long before. */
const firstTime = async (store: HistoryOf, points: readonly number[], { from, to }: ScanQuery): Promise<number | undefined> => {
  const starts: number[] = []
  for (const point of points) {
    const [first] = (await store.history({ point, from, to, maxPoints: 1 })).points
    if (first !== undefined) starts.push(first[0])
  }
  // The one reading that stands for a bucket is not always its first.
  return starts.length === 0 ? undefined : Math.max(from, await earliest(store, points, from, Math.min(...starts) + 1))
}

const earliest = async (store: HistoryOf, points: readonly number[], from: number, to: number): Promise<number> => {
  let found = to - 1
  for (const point of points) {
    for (let end = found; ;) {
      const [first] = (await store.history({ point, from, to: end, maxPoints: 1 })).points
      if (first === undefined) break
      found = end = first[0]
    }
  }
  return found
}

type Range = Pick<ScanQuery, 'points' | 'from' | 'to'>

const takeInTurn = async (store: HistoryOf, { points, from, to }: Range, take: ScanTaker, signal?: AbortSignal): Promise<void> => {
  for (const point of points) {
    for await (const readings of rawPages(store, point, from, to)) {
      signal?.throwIfAborted()
      await take(batchOfPoint(point, readings))
    }
  }
}

const takeTogether = async (store: HistoryOf, { points, from, to }: Range, take: ScanTaker, signal?: AbortSignal): Promise<void> => {
  const rows: [point: number, ...StoredReading][] = []
  for (const point of points) for await (const readings of rawPages(store, point, from, to)) for (const reading of readings) rows.push([point, ...reading])
  signal?.throwIfAborted()
  if (rows.length === 0) return
  rows.sort((a, b) => a[1] - b[1] || a[0] - b[0])
  const batch = createBatch(rows.length, Number.NaN)
  for (const [point, time, value, quality] of rows) addReading(batch, point, time, value, quality)
  await take(batch)
}

/** Halves the range until the readings come raw. */
async function* rawPages(store: HistoryOf, point: number, from: number, to: number): AsyncGenerator<readonly StoredReading[]> {
  const { raw, points } = await store.history({ point, from, to, maxPoints: PAGE })
  if (raw || to - from <= 1) {
    if (points.length > 0) yield points
    return
  }
  const middle = Math.floor((from + to) / 2)
  yield* rawPages(store, point, from, middle)
  yield* rawPages(store, point, middle, to)
}

const batchOfPoint = (point: number, readings: readonly StoredReading[]): ReadingBatch => {
  const batch = createBatch(readings.length, Number.NaN)
  for (const [time, value, quality] of readings) addReading(batch, point, time, value, quality)
  return batch
}
