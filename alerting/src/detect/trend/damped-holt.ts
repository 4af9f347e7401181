import { normalBelow } from './normal.ts'

/** Numbers that the smoother remembers: level, trend per step, variance of its one-step errors, steps taken. */
export const HOLT_CELLS = 4
const LEVEL = 0
const TREND = 1
const VARIANCE = 2
const STEPS = 3

/** Weights of level and trend, the damping of the trend per step, and the weight of a new error in the variance. */
const ALPHA = 0.3
const BETA = 0.1
const DAMPING = 0.98
const FORGETTING = 0.05
/** Steps before a forecast is made of it. */
export const FEWEST_STEPS = 12
/** A step's error counts up to so many standard deviations: one wild value does not turn the trend. */
const CLIP = 3

/** Takes the mean of the next step (NaN = none: level and trend run on). Holt's linear smoothing with a damped trend (Gardner & McKenzie 1985). */
export const smooth = (cells: Float64Array, at: number, value: number): void => {
  const steps = cells[at + STEPS]!
  if (Number.isNaN(steps)) {
    if (Number.isNaN(value)) return
    cells[at + LEVEL] = value
    cells[at + TREND] = 0
    cells[at + VARIANCE] = Number.NaN
    cells[at + STEPS] = 1
    return
  }
  const expected = cells[at + LEVEL]! + DAMPING * cells[at + TREND]!
  const variance = cells[at + VARIANCE]!
  const raw = Number.isNaN(value) ? 0 : value - expected
  const bound = steps < FEWEST_STEPS || Number.isNaN(variance) ? Number.POSITIVE_INFINITY : CLIP * Math.sqrt(variance)
  const error = Math.max(-bound, Math.min(raw, bound))
  cells[at + LEVEL] = expected + ALPHA * error
  cells[at + TREND] = DAMPING * cells[at + TREND]! + ALPHA * BETA * error
  if (Number.isNaN(value)) return
  cells[at + VARIANCE] = Number.isNaN(variance) ? error * error : variance + Math.max(FORGETTING, 1 / steps) * (error * error - variance)
  cells[at + STEPS] = steps + 1
}

/** @returns the expected value so many steps ahead: the trend fades, so a limit may lie beyond its reach for ever. NaN before there is a forecast. */
export const expectedAhead = (cells: Float64Array, at: number, steps: number): number => {
  if (!(cells[at + STEPS]! >= FEWEST_STEPS)) return Number.NaN
  return cells[at + LEVEL]! + cells[at + TREND]! * DAMPING * (1 - DAMPING ** steps) / (1 - DAMPING)
}

/** @returns steps until the expected value reaches a limit; Infinity when it never does, 0 when it has. `up`: the limit is reached from below. */
export const stepsToReach = (cells: Float64Array, at: number, limit: number, up: boolean): number => {
  if (!(cells[at + STEPS]! >= FEWEST_STEPS)) return Number.NaN
  const distance = up ? limit - cells[at + LEVEL]! : cells[at + LEVEL]! - limit
  if (distance <= 0) return 0
  const trend = up ? cells[at + TREND]! : -cells[at + TREND]!
  const left = 1 - distance * (1 - DAMPING) / (DAMPING * trend)
  return trend > 0 && left > 0 ? Math.log(left) / Math.log(DAMPING) : Number.POSITIVE_INFINITY
}

/**
 * Standard deviation of what is expected so many steps ahead, by the damped trend model:
 * s^2 (1 + sum over the steps between of (a + a b (d + d^2 + ... + d^j))^2) (Hyndman, Koehler, Ord & Snyder 2008, table 6.1).
 */
export const errorAhead = (cells: Float64Array, at: number, steps: number): number => {
  let spread = 1
  let carried = 0
  for (let step = 1; step < steps; step++) {
    carried = DAMPING * (1 + carried)
    spread += (ALPHA * (1 + BETA * carried)) ** 2
  }
  return Math.sqrt(cells[at + VARIANCE]! * spread)
}

/** How many steps it has smoothed. */
export const stepsTaken = (cells: Float64Array, at: number): number => cells[at + STEPS]!

/** Confidence that the value stands at or beyond the limit so many steps ahead: normal errors of {@link errorAhead}. */
export const reachesWithin = (cells: Float64Array, at: number, limit: number, steps: number, up: boolean): number => {
  const expected = expectedAhead(cells, at, steps)
  const error = errorAhead(cells, at, steps)
  const beyond = up ? expected - limit : limit - expected
  if (error === 0) return beyond >= 0 ? 1 : 0
  return normalBelow(beyond / error)
}
