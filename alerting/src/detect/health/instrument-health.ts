/** What can be wrong with an instrument, as its own readings show it. */
export type HealthFault = 'stuck' | 'noisy' | 'saturated' | 'over_range' | 'under_range'

/** A fault with the numbers that show it: `value` against `bar`, in the unit given. */
export interface HealthFinding {
  fault: HealthFault
  /** Event time from which it holds, epoch ms. */
  since: number
  value: number
  bar: number
  unit: 'ms' | 'times the usual noise' | 'unit of the point'
}

export interface HealthConfig {
  /** Measuring range in the unit of the point; null = not known, and then nothing is said of it. */
  rangeLow: number | null
  rangeHigh: number | null
  /** No change for this long, over at least `stuckReadings` readings, is stuck. */
  stuckMs: number
  stuckReadings: number
  /** Noise at so many times the usual is noisy. */
  noiseFactor: number
  /** At an end of the range for this long is saturated. */
  saturatedMs: number
}

export const DEFAULT_HEALTH: Omit<HealthConfig, 'rangeLow' | 'rangeHigh'> = { stuckMs: 3_600_000, stuckReadings: 30, noiseFactor: 5, saturatedMs: 60_000 }

const LAST = 0
const BEFORE = 1
const CHANGED_AT = 2
const REPEATS = 3
const LAST_AT = 4
const FAST_NOISE = 5
const USUAL_NOISE = 6
const READINGS = 7
const NOISY_SINCE = 8
const AT_END_SINCE = 9
const OUTSIDE_SINCE = 10
export const HEALTH_CELLS = 11

/** Shares of the span: this near to an end of the range is at it, this far beyond is outside. */
const AT_END = 0.002
const OUTSIDE = 0.01
/** Weights of a reading in the present and in the usual noise, and readings before the usual is known. */
const FAST = 1 / 30
const SLOW = 1 / 1000
export const NOISE_WARM_UP = 200
/** One reading counts at most so many times the usual noise. */
const LARGEST = 20

/**
 * Takes one good reading (epoch ms) into `cells` (`HEALTH_CELLS` numbers, never written = NaN).
 * Noise is the mean absolute second difference: a level or a ramp of any slope has none (after von Neumann 1941, mean square successive difference).
 */
export const readHealth = (config: HealthConfig, cells: Float64Array, time: number, value: number): void => {
  if (!Number.isFinite(value) || time <= cells[LAST_AT]!) return
  const first = Number.isNaN(cells[LAST]!)
  if (first || value !== cells[LAST]) { cells[CHANGED_AT] = time; cells[REPEATS] = 0 } else cells[REPEATS] = cells[REPEATS]! + 1
  listen(config, cells, time, value)
  hold(cells, AT_END_SINCE, time, isAtEnd(config, value))
  hold(cells, OUTSIDE_SINCE, time, beyond(config, value) !== 0)
  cells[BEFORE] = cells[LAST]!
  cells[LAST] = value
  cells[LAST_AT] = time
  cells[READINGS] = first ? 1 : cells[READINGS]! + 1
}

/** Mean second difference of a white noise of standard deviation 1: sqrt(6) sqrt(2 / pi). */
const BEND_OF_NOISE = 1.954
/** @returns standard deviation of the usual noise; NaN before it is known. */
export const usualNoise = (cells: Float64Array): number => (cells[READINGS]! >= NOISE_WARM_UP ? cells[USUAL_NOISE]! / BEND_OF_NOISE : Number.NaN)
/** @returns how many readings it has heard. */
export const readingsHeard = (cells: Float64Array): number => cells[READINGS]!

/** @returns whether anything is wrong at present; allocates nothing. */
export const healthFault = (config: HealthConfig, cells: Float64Array): boolean =>
  isStuck(config, cells) || isNoisy(cells) || isOutside(cells) || isSaturated(config, cells)

/** @returns what is wrong at present, with the numbers that show it. */
export const healthFindings = (config: HealthConfig, cells: Float64Array): HealthFinding[] => {
  const findings: HealthFinding[] = []
  const now = cells[LAST_AT]!
  if (isStuck(config, cells)) findings.push({ fault: 'stuck', since: cells[CHANGED_AT]!, value: now - cells[CHANGED_AT]!, bar: config.stuckMs, unit: 'ms' })
  if (isNoisy(cells)) {
    findings.push({ fault: 'noisy', since: cells[NOISY_SINCE]!, value: cells[FAST_NOISE]! / cells[USUAL_NOISE]!, bar: config.noiseFactor, unit: 'times the usual noise' })
  }
  if (isOutside(cells)) {
    const above = beyond(config, cells[LAST]!) > 0
    const bar = (above ? config.rangeHigh : config.rangeLow) ?? Number.NaN
    findings.push({ fault: above ? 'over_range' : 'under_range', since: cells[OUTSIDE_SINCE]!, value: cells[LAST]!, bar, unit: 'unit of the point' })
  } else if (isSaturated(config, cells)) {
    findings.push({ fault: 'saturated', since: cells[AT_END_SINCE]!, value: now - cells[AT_END_SINCE]!, bar: config.saturatedMs, unit: 'ms' })
  }
  return findings
}

const isStuck = ({ stuckMs, stuckReadings }: HealthConfig, cells: Float64Array): boolean => cells[LAST_AT]! - cells[CHANGED_AT]! >= stuckMs && cells[REPEATS]! >= stuckReadings
const isNoisy = (cells: Float64Array): boolean => cells[NOISY_SINCE]! <= cells[LAST_AT]!
const isOutside = (cells: Float64Array): boolean => cells[OUTSIDE_SINCE]! <= cells[LAST_AT]!
const isSaturated = ({ saturatedMs }: HealthConfig, cells: Float64Array): boolean => cells[LAST_AT]! - cells[AT_END_SINCE]! >= saturatedMs

const listen = (config: HealthConfig, cells: Float64Array, time: number, value: number): void => {
  const bend = Math.abs(value - 2 * cells[LAST]! + cells[BEFORE]!)
  if (Number.isNaN(bend)) return
  const usual = cells[USUAL_NOISE]!
  if (Number.isNaN(usual)) { cells[USUAL_NOISE] = bend; cells[FAST_NOISE] = bend; return }
  const warm = cells[READINGS]! >= NOISE_WARM_UP
  const counted = warm && usual > 0 ? Math.min(bend, LARGEST * usual) : bend
  cells[FAST_NOISE] = cells[FAST_NOISE]! + FAST * (counted - cells[FAST_NOISE]!)
  const noisy = warm && usual > 0 && cells[FAST_NOISE] > config.noiseFactor * usual
  hold(cells, NOISY_SINCE, time, noisy)
  // What may be the beginning of noise is not learnt as usual; nor is silence: an instrument that was stuck would be called noisy when it is freed.
  const calm = (!warm || usual === 0 || cells[FAST_NOISE] <= config.noiseFactor / 2 * usual) && cells[REPEATS]! < config.stuckReadings
  if (calm) cells[USUAL_NOISE] = usual + Math.max(SLOW, 1 / cells[READINGS]!) * (counted - usual)
}

/** Notes since when a condition holds. */
const hold = (cells: Float64Array, cell: number, time: number, holds: boolean): void => {
  if (!holds) cells[cell] = Number.NaN
  else if (Number.isNaN(cells[cell]!)) cells[cell] = time
}

const spanOf = ({ rangeLow, rangeHigh }: HealthConfig): number => (rangeLow === null || rangeHigh === null ? Number.NaN : rangeHigh - rangeLow)

/** At the upper end; the lower end of many instruments is where they belong (no gas), and is nothing to remark on. */
const isAtEnd = (config: HealthConfig, value: number): boolean => config.rangeHigh !== null && value >= config.rangeHigh - AT_END * spanOf(config)

/** @returns 1 above the range, -1 below it, 0 within. */
const beyond = (config: HealthConfig, value: number): number => {
  const margin = OUTSIDE * spanOf(config)
  if (value > (config.rangeHigh ?? Number.NaN) + margin) return 1
  return value < (config.rangeLow ?? Number.NaN) - margin ? -1 : 0
}
