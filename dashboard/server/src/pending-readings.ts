import type { FeedReading } from '@hazardwatch/shared/feed-message'

/** Readings that wait for the next flush of one client, by ENT/TAG. */
export const createPendingReadings = () => {
  let byPoint = new Map<string, FeedReading[]>()
  let rows = 0

  return {
    rows: (): number => rows,

    add: (point: string, reading: FeedReading): void => {
      const held = byPoint.get(point)
      if (held === undefined) byPoint.set(point, [reading])
      else held.push(reading)
      rows++
    },

    /** Keeps only the newest (event time) of each point. @returns how many were merged away. */
    mergeToLatest: (): number => {
      const before = rows
      for (const [point, readings] of byPoint) byPoint.set(point, [newest(readings)])
      rows = byPoint.size
      return before - rows
    },

    /** Empties it. @returns each point's readings, oldest first. */
    take: (): Record<string, FeedReading[]> => {
      const taken = byPoint
      byPoint = new Map()
      rows = 0
      for (const readings of taken.values()) if (!isSorted(readings)) readings.sort((a, b) => a[0] - b[0])
      return Object.fromEntries(taken)
    },
  }
}

const newest = (readings: FeedReading[]): FeedReading => readings.reduce((best, next) => (next[0] >= best[0] ? next : best))

const isSorted = (readings: FeedReading[]): boolean => readings.every((reading, index) => index === 0 || reading[0] >= (readings[index - 1]?.[0] ?? 0))
