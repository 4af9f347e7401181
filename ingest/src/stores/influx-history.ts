import { GOOD } from '@hazardwatch/shared/quality'
import type { PointName } from '@hazardwatch/shared/point-names'
import type { History, HistoryQuery, StoredReading } from '@hazardwatch/shared/reading-store'
import type { InfluxQueries, Sample } from './influx-queries.ts'
import { wholeRange } from './influx-time.ts'

/** @see ReadingStore.history */
export const queryInfluxHistory = async (queries: InfluxQueries, name: PointName, query: HistoryQuery): Promise<History> => {
  const range = wholeRange(query)
  if (range.to <= range.from) return { raw: true, points: [] }
  const { good, quality } = await queries.extents(name, range)
  const count = good.count + quality.count
  if (count === 0) return { raw: true, points: [] }
  if (count <= query.maxPoints) {
    const [samples, found] = await Promise.all([queries.samples(name, range), queries.marks(name, range)])
    const marks = found.map(([time, mark]): [number, number] => [time, mark]).sort((a, b) => a[0] - b[0])
    return { raw: true, points: mergeSamples(samples), ...(marks.length > 0 && { marks }) }
  }
  // Buckets are cut from the data, not from a range that may reach far beyond it.
  const seen = [good, quality].filter((extent) => extent.count > 0)
  const from = Math.min(...seen.map(({ first }) => first))
  const to = Math.max(...seen.map(({ last }) => last)) + 1
  // Where some readings are unusable each bucket may also show the first of these, so that a fault is not hidden behind good neighbours.
  const perBucket = quality.count > 0 ? 3 : 2
  const width = Math.ceil((to - from) / Math.max(1, Math.floor(query.maxPoints / perBucket)))
  return { raw: false, points: mergeBuckets(await queries.buckets(name, { from, to }, width), from, width) }
}

/** Good values, and qualities with the values that came with them, in the order of time. A point that changed its source may have a time twice: the first stays. */
export const mergeSamples = ({ good, quality, unusable }: { good: readonly Sample[]; quality: readonly Sample[]; unusable: readonly Sample[] }): StoredReading[] => {
  const values = new Map(unusable)
  const readings: StoredReading[] = good.map(([time, value]) => [time, value, GOOD])
  for (const [time, code] of quality) readings.push([time, values.get(time) ?? null, code])
  return inTimeOrder(readings)
}

/** At most three a bucket: smallest, largest, and first unusable. A single good reading is both the smallest and the largest. */
const mergeBuckets = ({ low, high, quality }: { low: readonly Sample[]; high: readonly Sample[]; quality: readonly Sample[] }, from: number, width: number): StoredReading[] => {
  const lowest = oneABucket(low, from, width, (a, b) => a[1] - b[1])
  const known = new Set(lowest.map(([time]) => time))
  const highest = oneABucket(high, from, width, (a, b) => b[1] - a[1]).filter(([time]) => !known.has(time))
  const readings: StoredReading[] = [...lowest, ...highest].map(([time, value]) => [time, value, GOOD])
  for (const [time, code] of oneABucket(quality, from, width, (a, b) => a[0] - b[0])) readings.push([time, null, code])
  return inTimeOrder(readings)
}

/** The server answers for each source that the point has had. @param compare the least is taken, of equals the first */
const oneABucket = (samples: readonly Sample[], from: number, width: number, compare: (a: Sample, b: Sample) => number): Sample[] => {
  const best = new Map<number, Sample>()
  for (const sample of samples) {
    const bucket = Math.floor((sample[0] - from) / width)
    const before = best.get(bucket)
    if (before === undefined || compare(sample, before) < 0) best.set(bucket, sample)
  }
  return [...best.values()]
}

const inTimeOrder = (readings: StoredReading[]): StoredReading[] =>
  readings.sort((a, b) => a[0] - b[0]).filter(([time], index) => time !== readings[index - 1]?.[0])
