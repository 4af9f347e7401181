import type { Detector } from './detector.ts'

/** Since when the value has not moved, by how many readings, and between which values. */
const SINCE = 0
const READINGS = 1
const LEAST = 2
const GREATEST = 3

export interface FlatlineConfig {
  windowMs: number
  /** By how much the value must move to be alive, in the unit of the point. */
  tolerance: number
  /** Fewer readings than this prove nothing: a point that is not asked does not move either. */
  minReadings: number
}

/** A stuck instrument: for how long, in ms, all readings have stayed within a tolerance. */
export const flatlineDetector = ({ windowMs, tolerance, minReadings }: FlatlineConfig): Detector => ({
  size: 4,
  limit: windowMs,
  deadband: 0,
  shows: 'reading',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value)) return Number.NaN
    const least = Math.min(cells[LEAST] ?? value, value)
    const greatest = Math.max(cells[GREATEST] ?? value, value)
    if (!(greatest - least <= tolerance)) {
      start(cells, time, value)
      return 0
    }
    cells[READINGS] = (cells[READINGS] ?? 0) + 1
    cells[LEAST] = least
    cells[GREATEST] = greatest
    return (cells[READINGS] ?? 0) >= minReadings ? time - (cells[SINCE] ?? time) : 0
  },
})

const start = (cells: Float64Array, time: number, value: number): void => {
  cells[SINCE] = time
  cells[READINGS] = 1
  cells[LEAST] = value
  cells[GREATEST] = value
}
