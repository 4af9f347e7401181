import { histogramOf, lenses, SEASON, SPREAD } from './lenses.ts'
import { DAY_SLOTS, HALF_HOUR_S, LAST_TIME, MEANS, ROWS, SEASON_FROM, SEASON_ROW, SLOT, SLOT_S, STEP_S, STEP_VARIES_S, type PointState } from './point-state.ts'

/**
 * The season is a day unless the series itself shows a shorter one: looked for by autocorrelation soon after the number of rows has doubled.
 * A day is left only on strong evidence, and what was learnt is given up again when it no longer holds. What it is worth: docs/detection.md.
 */
const FIRST_ROWS = 512
const SHORTEST = 8
/** A season must have been seen so many times, must correlate so much, and must do so by so much better than a day (or the season in force). */
const CYCLES = 3
const STRONG = 0.7
const BETTER = 0.3
/** Correlation below which a learnt season no longer holds. */
const LOST = 0.3
/** Rows. */
const SNAP = 0.1
const DAY_S = DAY_SLOTS * HALF_HOUR_S

/** Called with each row, after it was counted. */
export const followSeason = (state: PointState, timeS: number): void => {
  followStep(state, timeS)
  const rows = state.wide[ROWS]!
  if (rows >= FIRST_ROWS && Number.isInteger(Math.log2(rows / FIRST_ROWS))) state.wide[SEASON_ROW] = rows + chanceOf(state.wide[MEANS]!)
  if (rows === state.wide[SEASON_ROW]) learnSeason(state, timeS)
}

/** Rows over which points that have begun together are spread: to look for the seasons of thousands at once would hold everything up for seconds. */
const SPREAD_ROWS = 64
const asNumber = new Float64Array(1)
const asBits = new Uint32Array(asNumber.buffer)

/** @returns 0 to 63, by the last digits of a number: the same for the same, and any for any two. */
const chanceOf = (number: number): number => {
  asNumber[0] = number
  return (Math.imul(asBits[0]! ^ (asBits[1]! >>> 7) ^ (asBits[1]! << 11), 2_654_435_761) >>> 0) % SPREAD_ROWS
}

/** Follows the time between readings and how regular it is. */
const followStep = ({ wide }: PointState, timeS: number): void => {
  const step = timeS - wide[LAST_TIME]!
  if (!(step > 0)) return
  if (wide[STEP_S] === 0) wide[STEP_S] = step
  const limited = Math.min(step, 4 * wide[STEP_S]!)
  wide[STEP_VARIES_S] = wide[STEP_VARIES_S]! + 0.02 * (Math.abs(limited - wide[STEP_S]!) - wide[STEP_VARIES_S]!)
  wide[STEP_S] = wide[STEP_S]! + 0.02 * (limited - wide[STEP_S]!)
}

const learnSeason = (state: PointState, timeS: number): void => {
  const { wide } = state
  const step = wide[STEP_S]!
  // Correlation counts rows: it says nothing of time when they come irregularly.
  if (!(step > 0) || wide[STEP_VARIES_S]! > 0.05 * step) return
  const series = recentRows(state)
  const correlationAt = (seconds: number): number => correlation(series, Math.round(seconds / step))
  const current = wide[SLOT_S]! * DAY_SLOTS
  const holds = correlationAt(current)
  // Longer than a day it would be too coarse, in 48 slots.
  const found = findPeriod(series, Math.min(series.values.length / CYCLES, DAY_S / step - 1))
  if (found !== undefined && found.strength > STRONG && found.strength > BETTER + Math.max(0, holds, correlationAt(DAY_S))) changeSeason(state, timeS, found.rows * step)
  else if (current !== DAY_S && holds < LOST) changeSeason(state, timeS, DAY_S)
}

const changeSeason = ({ wide, cells, layout }: PointState, timeS: number, seasonS: number): void => {
  wide[SLOT_S] = seasonS / DAY_SLOTS
  wide[SLOT] = Number.NaN
  wide[SEASON_FROM] = timeS + seasonS
  cells.fill(Number.NaN, layout.week, layout.dayErrors)
  cells.fill(0, layout.dayErrors, layout.evidence)
  // What the lenses of the season have seen so far is of the old one: they warm up again.
  for (let l = SEASON; l < SPREAD; l++) {
    const last = histogramOf[l]! + (lenses[l]!.signed ? 1 : 0)
    for (let h = histogramOf[l]!; h <= last; h++) {
      cells[layout.masses + h] = 0
      cells[layout.scales + h] = Number.NaN
    }
    wide[MEANS + l] = Number.NaN
  }
}

/** The last rows of a point, less their mean, oldest first; what is extreme is taken as three deviations. */
interface Series {
  values: Float64Array
  /** Sums of the squares of all values before each one, and of all. */
  squares: Float64Array
  /** Whether they are all the same. */
  constant: boolean
}

const recentRows = ({ wide, cells, layout: { ringMask } }: PointState): Series => {
  const rows = wide[ROWS]!
  const count = Math.min(rows, ringMask + 1)
  const values = new Float64Array(count)
  let sum = 0
  for (let k = 0; k < count; k++) sum += values[k] = cells[(rows - count + k) & ringMask]!
  const mean = sum / count
  let spread = 0
  for (let k = 0; k < count; k++) spread += (values[k]! - mean) ** 2
  const most = 3 * Math.sqrt(spread / count)
  const squares = new Float64Array(count + 1)
  for (let k = 0; k < count; k++) {
    const value = Math.min(Math.max(values[k]! - mean, -most), most)
    values[k] = value
    squares[k + 1] = squares[k]! + value * value
  }
  return { values, squares, constant: !(spread > 0) }
}

/** @returns correlation of the series with itself `lag` rows before; 0 when too few pairs are left, or nothing varies. */
const correlation = ({ values, squares }: Series, lag: number): number => {
  const count = values.length
  if (lag < 1 || count - lag < count / 4) return 0
  const before = squares[count - lag]!
  const after = squares[count]! - squares[lag]!
  return before > 0 && after > 0 ? shiftedProduct(values, lag) / Math.sqrt(before * after) : 0
}

/** Four sums that do not wait for each other: this is what looking for a season costs. */
const shiftedProduct = (values: Float64Array, lag: number): number => {
  const count = values.length - lag
  const whole = count & ~3
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * values[i + lag]!
    b += values[i + 1]! * values[i + 1 + lag]!
    c += values[i + 2]! * values[i + 2 + lag]!
    d += values[i + 3]! * values[i + 3 + lag]!
  }
  for (let i = whole; i < count; i++) a += values[i]! * values[i + lag]!
  return a + b + c + d
}

/** The shortest lag whose correlation is a peak as high as any, behind a valley: a trend has none. */
const findPeriod = (series: Series, most: number): { rows: number, strength: number } | undefined => {
  if (series.constant) return undefined
  const longest = Math.floor(most)
  const at = new Float64Array(Math.max(longest, 0) + 2).fill(1, 0, 2)
  for (let lag = 2; lag < at.length; lag++) at[lag] = correlation(series, lag)
  const peaks: number[] = []
  let valley = 1
  for (let lag = 2; lag <= longest; lag++) {
    valley = Math.min(valley, at[lag]!)
    if (lag >= SHORTEST && at[lag]! >= at[lag - 1]! && at[lag]! > at[lag + 1]! && at[lag]! > valley + BETTER) peaks.push(lag)
  }
  const highest = peaks.reduce((most, lag) => Math.max(most, at[lag]!), 0)
  const first = peaks.find((lag) => at[lag]! >= 0.95 * highest)
  if (first === undefined) return undefined
  return { rows: refine(series, first), strength: at[first]! }
}

/** A season is not a whole number of rows: over several cycles its length shows more exactly. Close to a whole number it is one. */
const refine = (series: Series, rows: number): number => {
  let length = peakNear(series, rows)
  for (let cycles = 2; cycles * length < series.values.length * 0.6; cycles++) length = peakNear(series, Math.round(cycles * length)) / cycles
  const whole = Math.round(length)
  return Math.abs(length - whole) < SNAP ? whole : length
}

/** The peak of a parabola through the correlations around a lag. */
const peakNear = (series: Series, lag: number): number => {
  const [before, here, after] = [correlation(series, lag - 1), correlation(series, lag), correlation(series, lag + 1)]
  const bend = before - 2 * here + after
  return bend < 0 ? lag + Math.min(Math.max((before - after) / (2 * bend), -1), 1) : lag
}
