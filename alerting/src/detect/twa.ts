import type { Detector } from './detector.ts'
import { holdValue, INTEGRAL_CELLS, integralAt, integrateTo, reachedAt, unlessRounding } from './sliding-integral.ts'

/** After the cells of the integral: when the limit will be reached if the last value holds. */
const DUE = INTEGRAL_CELLS

export interface TwaConfig {
  /** In the unit of the point. */
  limit: number
  deadband: number
  windowMs: number
}

/**
 * Exposure: the time-weighted average over the window (GBZ 2.1: 15 minutes for STEL, 8 hours for TWA). Time before the first value and time in which
 * the point was silent count as nothing, as they do for a worker who was not there.
 */
export const twaDetector = ({ limit, deadband, windowMs }: TwaConfig): Detector => {
  const average = (cells: Float64Array, time: number): number => {
    const value = unlessRounding(integralAt(cells, windowMs, time) / windowMs, limit)
    cells[DUE] = value < limit ? reachedAt(cells, windowMs, limit * windowMs) : Number.POSITIVE_INFINITY
    return value
  }
  return {
    size: DUE + 1,
    limit,
    deadband,
    shows: 'signal',
    read: (cells, _input, time, value) => {
      integrateTo(cells, windowMs, time)
      if (!Number.isNaN(value)) holdValue(cells, value)
      return average(cells, time)
    },
    due: (cells) => cells[DUE] || Number.POSITIVE_INFINITY,
    pass: (cells, time) => {
      integrateTo(cells, windowMs, time)
      cells[DUE] = Number.POSITIVE_INFINITY
      return Math.max(limit, integralAt(cells, windowMs, time) / windowMs)
    },
    silent: (cells, _input, time) => {
      integrateTo(cells, windowMs, time)
      holdValue(cells, Number.NaN)
      return average(cells, time)
    },
  }
}
