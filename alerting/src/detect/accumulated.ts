import type { Detector } from './detector.ts'
import { isBeyond, type Excursion } from './excursion.ts'
import { holdValue, INTEGRAL_CELLS, integralAt, integrateTo, reachedAt, unlessRounding } from './sliding-integral.ts'

/** After the cells of the integral: 1 while beyond the level, and when the limit will be reached if it stays so. */
const BEYOND = INTEGRAL_CELLS
const DUE = BEYOND + 1

export interface AccumulatedConfig extends Excursion {
  /** Seconds beyond the level within the window that alarm. */
  limit: number
  windowMs: number
}

/** For how many seconds of the window the value has been beyond a level. A silent point holds no value. */
export const accumulatedDetector = (config: AccumulatedConfig): Detector => {
  const { limit, windowMs } = config
  const seconds = (cells: Float64Array, time: number): number => {
    const sum = unlessRounding(integralAt(cells, windowMs, time) / 1000, limit)
    cells[DUE] = sum < limit ? reachedAt(cells, windowMs, limit * 1000) : Number.POSITIVE_INFINITY
    return sum
  }
  return {
    size: DUE + 1,
    limit,
    deadband: 0,
    shows: 'signal',
    read: (cells, _input, time, value) => {
      integrateTo(cells, windowMs, time)
      const beyond = Number.isNaN(value) ? cells[BEYOND] === 1 : isBeyond(config, value, cells[BEYOND] === 1)
      cells[BEYOND] = beyond ? 1 : 0
      if (!Number.isNaN(value)) holdValue(cells, beyond ? 1 : 0)
      return seconds(cells, time)
    },
    due: (cells) => cells[DUE] || Number.POSITIVE_INFINITY,
    pass: (cells, time) => {
      integrateTo(cells, windowMs, time)
      cells[DUE] = Number.POSITIVE_INFINITY
      return Math.max(limit, integralAt(cells, windowMs, time) / 1000)
    },
    silent: (cells, _input, time) => {
      integrateTo(cells, windowMs, time)
      holdValue(cells, Number.NaN)
      return seconds(cells, time)
    },
  }
}
