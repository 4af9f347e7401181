import type { Detector } from './detector.ts'
import { isBeyond, type Excursion } from './excursion.ts'

/** 1 while the value is beyond the level; which of the times is written next; the times at which the last excursions began. */
const BEYOND = 0
const NEXT = 1
const TIMES = 2

export interface CountConfig extends Excursion {
  /** So many excursions within the window alarm. */
  count: number
  windowMs: number
}

/** How many excursions have begun within the window; as soon as the window has passed the oldest that was needed, it is over by itself. */
export const countDetector = (config: CountConfig): Detector => {
  const { count, windowMs } = config
  const within = (cells: Float64Array, time: number): number => {
    let found = 0
    for (let at = TIMES; at < TIMES + count; at++) if ((cells[at] ?? Number.NaN) > time - windowMs) found++
    return found
  }
  /** When as many are known as are needed, the slot that is written next holds the oldest of them. */
  const oldest = (cells: Float64Array): number => TIMES + (cells[NEXT] || 0)
  return {
    size: TIMES + count,
    limit: count,
    deadband: 0,
    shows: 'signal',
    read: (cells, _input, time, value) => {
      if (Number.isNaN(value)) return Number.NaN
      const beyond = isBeyond(config, value, cells[BEYOND] === 1)
      if (beyond && cells[BEYOND] !== 1) {
        cells[oldest(cells)] = time
        cells[NEXT] = ((cells[NEXT] || 0) + 1) % count
      }
      cells[BEYOND] = beyond ? 1 : 0
      return within(cells, time)
    },
    due: (cells) => {
      const end = (cells[oldest(cells)] ?? Number.NaN) + windowMs
      return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end
    },
    pass: (cells, time) => {
      cells[oldest(cells)] = Number.NaN
      return within(cells, time)
    },
  }
}
