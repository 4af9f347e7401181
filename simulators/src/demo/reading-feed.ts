import type { PlantRun } from '../plants/plant.ts'
import type { RecordedRow } from '../replay/methane-week.ts'

/** One message of the native format. */
export interface NativeReadings { ts: number; values: Record<string, number> }

/** Where the readings of one enterprise come from. No timer inside: whoever asks, says what time it is. */
export interface ReadingFeed {
  readonly enterprise: string
  /** @returns what has become due since it was last asked, oldest first. */
  due(now: number): NativeReadings[]
}

/**
 * After a pause (a suspended laptop, a stopped process) this much is made up for; the rest of the pause is left out,
 * so that waking up does not send hours at once.
 */
const MOST_CATCH_UP_MS = 5_000
const SECOND_MS = 1000

/**
 * Readings of a plant model, one step a second on whole seconds; a point is due when the second is a multiple of its interval.
 * @param intervals seconds by tag; tags of the model without one are not published.
 */
export const createPlantFeed = (enterprise: string, run: PlantRun, intervals: ReadonlyMap<string, number>, startsAt: number): ReadingFeed => {
  let second = Math.floor(startsAt / SECOND_MS)
  return {
    enterprise,
    due: (now) => {
      const last = Math.floor(now / SECOND_MS)
      second = Math.max(second, last - MOST_CATCH_UP_MS / SECOND_MS)
      const messages: NativeReadings[] = []
      while (second < last) {
        second++
        const measured = Object.entries(run(1, second * SECOND_MS))
        const values = Object.fromEntries(measured.filter(([tag]) => second % (intervals.get(tag) ?? Number.POSITIVE_INFINITY) === 0))
        if (Object.keys(values).length > 0) messages.push({ ts: second * SECOND_MS, values })
      }
      return messages
    },
  }
}

export interface Replay {
  rows: readonly RecordedRow[]
  /** Index of the row that is due at once. */
  firstRow: number
  /** Real time from row to row. */
  rowMs: number
}

/** Readings of a recording, row by row at an even pace, from the beginning again after its end. A pause of ours pauses the replay. */
export const createReplayFeed = (enterprise: string, { rows, firstRow, rowMs }: Replay, startsAt: number): ReadingFeed => {
  let origin = startsAt
  let sent = 0
  return {
    enterprise,
    due: (now) => {
      const behindMs = now - (origin + sent * rowMs)
      if (behindMs > Math.max(MOST_CATCH_UP_MS, rowMs)) origin += behindMs - Math.max(MOST_CATCH_UP_MS, rowMs)
      const messages: NativeReadings[] = []
      while (origin + sent * rowMs <= now) {
        const values = rows[(firstRow + sent) % rows.length]
        if (values !== undefined && Object.keys(values).length > 0) messages.push({ ts: Math.round(origin + sent * rowMs), values })
        sent++
      }
      return messages
    },
  }
}
