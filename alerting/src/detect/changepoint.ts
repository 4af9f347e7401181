import { changeMemorySize, changeRows, MOST_BELIEVED, RECENT_ROWS, ROWS_BEFORE, watchChange } from './changepoint/watch-change.ts'
import type { Detector } from './detector.ts'

/** Behind the memory of the watch: how strongly the last change was believed, and for how many readings more it counts as recent. */
const BELIEF = changeMemorySize
const LEFT = changeMemorySize + 1

/**
 * Whether the point has passed into another regime: another level, or another restlessness (Adams & MacKay 2007, `changepoint/watch-change.ts`). The signal is
 * the probability of a change; once believed it stands for 60 readings, in which the regime counts as new. Nothing is said in the first 220 readings.
 * Evidence, not a safeguard: wanted changes are changes too.
 */
export const changepointDetector = ({ confidence }: { confidence: number }): Detector => {
  const limit = Math.min(confidence, MOST_BELIEVED)
  return {
    size: changeMemorySize + 2,
    limit,
    deadband: 0,
    shows: 'reading',
    keptSeldom: true,
    read: (cells, _input, _time, value) => {
      if (!Number.isFinite(value)) return Number.NaN
      const probability = watchChange(cells, value, limit)
      if (changeRows(cells) <= ROWS_BEFORE) return Number.NaN
      if (probability >= limit) {
        cells[BELIEF] = probability
        cells[LEFT] = RECENT_ROWS
      } else if (cells[LEFT]! > 0) cells[LEFT] = cells[LEFT]! - 1
      return cells[LEFT]! > 0 ? cells[BELIEF]! : probability
    },
  }
}
