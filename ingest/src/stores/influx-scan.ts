import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { PointName } from '@hazardwatch/shared/point-names'
import type { ScanQuery, ScanTaker, StoredReading } from '@hazardwatch/shared/reading-store'
import { mergeSamples } from './influx-history.ts'
import type { InfluxQueries } from './influx-queries.ts'
import { wholeRange } from './influx-time.ts'

const DAY_MS = 86_400_000

/** What one stretch of time should bring at most, of all points together or of each, as far as they come evenly. */
const STRETCH_ROWS = 500_000

interface NamedPoint {
  point: number
  name: PointName
}

/** What the points have in the range, and between which times. */
interface Content {
  points: NamedPoint[]
  rows: number
  densest: number
  first: number
  last: number
}

/** Reads a stretch of at most a day at a time, and the next batch while the taker works. @see ScannableStore.scan */
export const scanInflux = async (queries: InfluxQueries, points: readonly NamedPoint[], query: ScanQuery, take: ScanTaker, signal?: AbortSignal): Promise<void> => {
  const sorted = points.toSorted((a, b) => a.point - b.point)
  const content = await contentOf(queries, sorted, wholeRange(query))
  const batches = batchesOf(queries, content, query)
  let ahead = batches.next()
  for (;;) {
    const { value: batch, done } = await ahead
    signal?.throwIfAborted()
    if (done === true) return
    ahead = batches.next()
    // Awaited in the next round; a failure meanwhile must not count as unhandled.
    ahead.catch(() => undefined)
    await take(batch)
  }
}

async function* batchesOf(queries: InfluxQueries, content: Content, query: ScanQuery): AsyncGenerator<ReadingBatch, undefined> {
  const range = wholeRange(query)
  for (const stretch of stretchesOf(content, query.order === 'time' ? content.rows : content.densest)) {
    const within = { from: Math.max(stretch.from, range.from), to: Math.min(stretch.to, range.to) }
    if (query.order === 'point') {
      for (const { point, name } of content.points) {
        const readings = mergeSamples(await queries.samples(name, within))
        if (readings.length > 0) yield batchFrom(readings.map((reading) => [point, reading]))
      }
      continue
    }
    const together: [number, StoredReading][] = []
    for (const { point, name } of content.points) for (const reading of mergeSamples(await queries.samples(name, within))) together.push([point, reading])
    // Equal times stay in the order of the points.
    if (together.length > 0) yield batchFrom(together.sort((a, b) => a[1][0] - b[1][0]))
  }
  return undefined
}

const contentOf = async (queries: InfluxQueries, points: readonly NamedPoint[], range: { from: number; to: number }): Promise<Content> => {
  const content: Content = { points: [], rows: 0, densest: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }
  if (range.to <= range.from) return content
  for (const each of points) {
    const { good, quality } = await queries.extents(each.name, range)
    const rows = good.count + quality.count
    if (rows === 0) continue
    content.points.push(each)
    content.rows += rows
    content.densest = Math.max(content.densest, rows)
    for (const { first, last } of [good, quality].filter(({ count }) => count > 0)) {
      content.first = Math.min(content.first, first)
      content.last = Math.max(content.last, last)
    }
  }
  return content
}

/** Whole parts of UTC days from the first reading to the last. */
function* stretchesOf({ points, first, last }: Content, rows: number): Generator<{ from: number; to: number }> {
  if (points.length === 0) return
  const rowsADay = rows * Math.min(1, DAY_MS / (last - first + 1))
  const length = Math.floor(DAY_MS / Math.max(1, Math.ceil(rowsADay / STRETCH_ROWS)))
  for (let from = Math.floor(first / DAY_MS) * DAY_MS; from <= last; from += length) yield { from, to: from + length }
}

const batchFrom = (rows: readonly (readonly [point: number, reading: StoredReading])[]): ReadingBatch => {
  const batch = createBatch(rows.length, Number.NaN)
  for (const [point, [time, value, quality]] of rows) addReading(batch, point, time, value, quality)
  return batch
}
