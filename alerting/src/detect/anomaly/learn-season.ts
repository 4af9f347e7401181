import { histogramOf, lenses, SEASON, SPREAD } from './lenses.ts'
import { DAY_SLOTS, HALF_HOUR_S, LAST_TIME, MEANS, ROWS, SEASON_FROM, SLOT, SLOT_S, STEP_S, STEP_VARIES_S, type PointState } from './point-state.ts'

/**
 * The season is a day unless the series itself shows a shorter one: looked for by autocorrelation whenever the number of rows has doubled.
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
  if (rows >= FIRST_ROWS && Number.isInteger(Math.log2(rows / FIRST_ROWS))) learnSeason(state, timeS)
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
  const found = findPeriod(series, Math.min(series.length / CYCLES, DAY_S / step - 1))
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

/** The rows of the ring, oldest first, less their mean; what is extreme is taken as three deviations. */
const recentRows = ({ wide, cells, layout: { ringMask } }: PointState): Float64Array => {
  const rows = wide[ROWS]!
  const count = Math.min(rows, ringMask + 1)
  const series = Float64Array.from({ length: count }, (_, k) => cells[(rows - count + k) & ringMask]!)
  const mean = series.reduce((sum, v) => sum + v, 0) / count
  const deviation = Math.sqrt(series.reduce((sum, v) => sum + (v - mean) ** 2, 0) / count)
  return series.map((v) => Math.min(Math.max(v - mean, -3 * deviation), 3 * deviation))
}

/** @returns correlation of the series with itself `lag` rows before; 0 when too few pairs are left, or nothing varies. */
const correlation = (series: Float64Array, lag: number): number => {
  if (lag < 1 || series.length - lag < series.length / 4) return 0
  let product = 0
  let before = 0
  let after = 0
  for (let i = lag; i < series.length; i++) {
    const a = series[i]!
    const b = series[i - lag]!
    product += a * b
    after += a * a
    before += b * b
  }
  return before > 0 && after > 0 ? product / Math.sqrt(before * after) : 0
}

/** The shortest lag whose correlation is a peak as high as any, behind a valley: a trend has none. */
const findPeriod = (series: Float64Array, most: number): { rows: number, strength: number } | undefined => {
  const longest = Math.floor(most)
  const at = Float64Array.from({ length: longest + 2 }, (_, lag) => (lag < 2 ? 1 : correlation(series, lag)))
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
const refine = (series: Float64Array, rows: number): number => {
  let length = peakNear(series, rows)
  for (let cycles = 2; cycles * length < series.length * 0.6; cycles++) length = peakNear(series, Math.round(cycles * length)) / cycles
  const whole = Math.round(length)
  return Math.abs(length - whole) < SNAP ? whole : length
}

/** The peak of a parabola through the correlations around a lag. */
const peakNear = (series: Float64Array, lag: number): number => {
  const [before, here, after] = [correlation(series, lag - 1), correlation(series, lag), correlation(series, lag + 1)]
  const bend = before - 2 * here + after
  return bend < 0 ? lag + Math.min(Math.max((before - after) / (2 * bend), -1), 1) : lag
}
