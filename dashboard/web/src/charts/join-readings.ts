import type { FeedReading } from '@hazardwatch/shared/feed-message'

/**
 * History over HTTP and live readings as one curve: the live ones continue where the history ends.
 * @param from epoch ms: what is older is left out
 */
export const joinReadings = (history: readonly FeedReading[], live: readonly FeedReading[], from: number): FeedReading[] => {
  const newest = history.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY
  return [...history, ...live.filter(([time]) => time > newest)].filter(([time]) => time >= from)
}

/** Only a good value counts as a number: anything else is a gap, never a value that looks fine. */
export const valueOf = (reading: FeedReading): number | null => (reading[2] === undefined || reading[2] === 'good' ? reading[1] : null)

/** Least time between the ends of a rate, ms. */
const SHORTEST_MS = 2_000

/**
 * How fast a value moves: slope of the straight line through the last `windowMs` of good values.
 * @returns per minute, in the unit of the point; undefined when there is too little to tell
 */
export const rateOfChange = (readings: readonly FeedReading[], windowMs: number): number | undefined => {
  const end = readings.at(-1)?.[0] ?? 0
  const points = readings.flatMap((reading): [number, number][] => {
    const value = valueOf(reading)
    return value === null || reading[0] < end - windowMs ? [] : [[(reading[0] - end) / 60_000, value]]
  })
  const first = points[0]
  if (first === undefined || points.length < 3 || -first[0] * 60_000 < SHORTEST_MS) return undefined
  const meanTime = points.reduce((sum, [time]) => sum + time, 0) / points.length
  const meanValue = points.reduce((sum, [, value]) => sum + value, 0) / points.length
  const spread = points.reduce((sum, [time]) => sum + (time - meanTime) ** 2, 0)
  return spread === 0 ? undefined : points.reduce((sum, [time, value]) => sum + (time - meanTime) * (value - meanValue), 0) / spread
}
