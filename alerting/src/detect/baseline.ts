import type { Detector } from './detector.ts'

/** Times in seconds, `limit` and `deadband` in the unit of the point. */
export interface BaselineConfig {
  /** How far beyond the baseline the condition is true; also the most that one reading can tell the baseline. Above 0. */
  limit: number
  deadband: number
  /** Which way from the baseline counts. */
  direction: 'up' | 'down'
  /** Time constants of the baseline: towards the alarming side, and back. Above 0. */
  riseS: number
  fallS: number
  /** Event time, and never fewer than ten readings, before the baseline is trusted. Above 0. */
  warmUpS: number
}

/** One reading stands for at most this share of the rise time, and of the warm-up. */
const LARGEST_SHARE = 1 / 12
const WARM_UP_SHARE = 1 / 10

/**
 * What is remembered: the level; event time learnt from, up to the warm-up; event time of the last reading; the two readings before;
 * event time for which the readings have stood so far off that the level must be wrong. Times in ms, values mirrored for the way down.
 */
const LEVEL = 0
const LEARNT = 1
const LAST_AT = 2
const NEWER = 3
const OLDER = 4
const ASTRAY = 5

/**
 * Deviation from a baseline that the detector learns itself: for quantities whose background wanders by night and season,
 * such as methane at a fence line, where a fixed limit is either deaf or noisy. The signal is the distance from the baseline of the
 * readings before, positive towards the alarming side; nothing is said while it warms up.
 *
 * The baseline is a first-order filter in event time with a time constant of its own in each direction and a clipped innovation
 * (bounded influence: P. J. Huber, "Robust Estimation of a Location Parameter", 1964), so that a leak of any height pulls it
 * by at most one limit per time constant:
 *
 *     b += dt / (tau + dt) * clip(d, -limit, limit),   d = m - b,   tau = rise (d > 0) or fall (d < 0)
 *
 * m is the median of the last three readings: a single wild reading never enters. dt / (tau + dt) is the implicit Euler step, stable for every
 * interval; one reading stands for at most a twelfth of the rise time, however long the gap before it. A baseline that has stood more than a
 * limit above every reading for the whole warm-up time is wrong and is learnt anew; during the warm-up a tenth of that suffices, in either direction.
 * After a silence longer than the rise time it is learnt anew as well: no burst at the seam.
 */
export const baselineDetector = (config: BaselineConfig): Detector => {
  const { limit, deadband } = config
  const sign = config.direction === 'up' ? 1 : -1
  const rise = config.riseS * 1000
  const fall = config.fallS * 1000
  const warmUp = config.warmUpS * 1000

  const learn = (cells: Float64Array, interval: number, middle: number): void => {
    const warm = at(cells, LEARNT) >= warmUp
    const distance = middle - at(cells, LEVEL)
    const lesson = Math.min(interval, warmUp * WARM_UP_SHARE)
    const astray = distance < -limit || (!warm && distance > limit) ? at(cells, ASTRAY) + lesson : 0
    if (astray >= (warm ? warmUp : warmUp * WARM_UP_SHARE)) { begin(cells, at(cells, LAST_AT), middle); return }
    const learnt = Math.min(at(cells, LEARNT) + lesson, warmUp)
    const dt = Math.min(interval, rise * LARGEST_SHARE)
    // While it warms up, the level is the plain mean of what was seen.
    const share = warm ? dt / ((distance > 0 ? rise : fall) + dt) : lesson / learnt
    cells[LEVEL] = at(cells, LEVEL) + share * Math.max(-limit, Math.min(distance, limit))
    cells[LEARNT] = learnt
    cells[ASTRAY] = astray
  }

  return {
    size: 6,
    limit,
    deadband,
    shows: 'reading',
    read: (cells, _input, time, value) => {
      if (!Number.isFinite(value)) return Number.NaN
      const reading = sign * value
      const interval = time - at(cells, LAST_AT)
      // NaN before the first reading.
      if (!(interval <= rise)) { begin(cells, time, reading); return Number.NaN }
      if (!(interval > 0)) return Number.NaN
      const deviation = at(cells, LEARNT) >= warmUp ? reading - at(cells, LEVEL) : Number.NaN
      const middle = median(reading, at(cells, NEWER), at(cells, OLDER))
      cells[LAST_AT] = time
      cells[OLDER] = at(cells, NEWER)
      cells[NEWER] = reading
      learn(cells, interval, middle)
      return deviation
    },
  }
}

/** @returns the level that it has learnt, in the unit of the point. */
export const baselineLevel = (cells: Float64Array, direction: 'up' | 'down'): number => (direction === 'up' ? 1 : -1) * at(cells, LEVEL)
/** @returns ms of event time that it has learnt from, up to the warm-up. */
export const baselineLearnt = (cells: Float64Array): number => at(cells, LEARNT)

const begin = (cells: Float64Array, time: number, reading: number): void => {
  cells[LEVEL] = reading
  cells[LEARNT] = 0
  cells[LAST_AT] = time
  cells[NEWER] = reading
  cells[OLDER] = reading
  cells[ASTRAY] = 0
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))

/** Cells are allocated by the caller, so a cell is always there. */
const at = (cells: Float64Array, cell: number): number => cells[cell] ?? Number.NaN
