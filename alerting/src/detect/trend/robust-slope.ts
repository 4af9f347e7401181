import { normalBelow } from './normal.ts'

/** Most values of one series. */
const MOST = 64
/** A trend of fewer is a guess. */
export const FEWEST_VALUES = 8

const slopes = new Float64Array(MOST * (MOST - 1) / 2)
const residuals = new Float64Array(MOST)
const sorted = new Float64Array(MOST)

/** A straight line through a series, per step; `level` is its height at the newest value. */
export interface Line {
  slope: number
  level: number
  values: number
  /** Factor by which neighbouring values say less than independent ones would, at least 1. */
  inflation: number
}

export const createLine = (): Line => ({ slope: Number.NaN, level: Number.NaN, values: 0, inflation: 1 })

/**
 * Fits a line that up to 29 % of wild values cannot bend: the median of all pairwise slopes (Theil 1950; Sen 1968), and the median of what is left as its height.
 * Half of the pairs need not be visited twice, nothing is allocated: `into` is filled in.
 * @param series a value per step, the newest first; NaN = none. At most 64 are taken.
 * @returns false where there are too few values.
 */
export const fitLine = (series: (age: number) => number, length: number, into: Line): boolean => {
  let pairs = 0
  let values = 0
  const n = Math.min(length, MOST)
  for (let newer = 0; newer < n; newer++) {
    const value = series(newer)
    if (Number.isNaN(value)) continue
    values++
    for (let older = newer + 1; older < n; older++) {
      const before = series(older)
      if (!Number.isNaN(before)) slopes[pairs++] = (value - before) / (older - newer)
    }
  }
  into.values = values
  if (values < FEWEST_VALUES) return false
  into.slope = medianOf(slopes, pairs)
  let left = 0
  for (let age = 0; age < n; age++) {
    const value = series(age)
    residuals[age] = value + into.slope * age
    if (!Number.isNaN(value)) sorted[left++] = residuals[age]!
  }
  into.level = medianOf(sorted, left)
  into.inflation = inflationOf(n, values, into.level)
  return true
}

/**
 * Confidence that the slope is at least this much: Kendall's test of the pairs against it (Sen 1968), one-sided, with the variance widened for
 * neighbours that resemble each other (Yue & Wang 2004).
 */
export const slopeExceeds = (series: (age: number) => number, length: number, bar: number, line: Line): number => {
  let sum = 0
  const n = Math.min(length, MOST)
  for (let newer = 0; newer < n; newer++) {
    const value = series(newer)
    if (Number.isNaN(value)) continue
    for (let older = newer + 1; older < n; older++) {
      const before = series(older)
      if (!Number.isNaN(before)) sum += Math.sign(value - before - bar * (older - newer))
    }
  }
  const { values, inflation } = line
  return normalBelow(sum / Math.sqrt(values * (values - 1) * (2 * values + 5) / 18 * inflation))
}

/** (1 + r) / (1 - r) of the residuals' lag-1 correlation r, which is never counted as negative. A short series shows it too small, by (1 + 4 r) / n (Kendall 1954, Biometrika 41). */
const inflationOf = (n: number, values: number, level: number): number => {
  let together = 0
  let alone = 0
  for (let age = 0; age < n; age++) {
    const residual = residuals[age]! - level
    if (Number.isNaN(residual)) continue
    alone += residual * residual
    const before = age + 1 < n ? residuals[age + 1]! - level : Number.NaN
    if (!Number.isNaN(before)) together += residual * before
  }
  const found = alone > 0 ? together / alone : 0
  const correlation = Math.max(0, Math.min(found + (1 + 4 * found) / values, 0.95))
  return (1 + correlation) / (1 - correlation)
}

const medianOf = (column: Float64Array, length: number): number => {
  const part = column.subarray(0, length).sort()
  return (part[(length - 1) >> 1]! + part[length >> 1]!) / 2
}
