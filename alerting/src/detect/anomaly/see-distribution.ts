import { DISTRIBUTION } from './lenses.ts'
import { NOVEL_VALUES, REPEATS, ROWS, type PointState } from './point-state.ts'

const BINS = 8
const RECENT = 30
const REFRESH = 50
const SKIP = 5

/**
 * Lenses of the distribution: relative entropy (Kullback & Leibler 1951) of the last 30 values against the last 2,000, in 8 bins between
 * the latter's quantiles; and for how many rows the very same value has been repeated.
 */
export const seeDistribution = (state: PointState, seen: Float64Array): void => {
  const { wide } = state
  const rows = wide[ROWS]!
  if (rows % REFRESH === 0 && rows > 0) refreshBins(state, rows)
  seen[DISTRIBUTION] = rows < REFRESH ? Number.NaN : relativeEntropy(state, rows)
  seen[DISTRIBUTION + 1] = Math.log1p(wide[REPEATS]!)
}

/** Quantiles of the sorted window of novelty, which ends 5 rows ago. */
const refreshBins = ({ cells, order, layout: { quantiles, reference } }: PointState, rows: number): void => {
  const count = Math.min(rows - SKIP, NOVEL_VALUES)
  for (let b = 1; b < BINS; b++) cells[quantiles + b - 1] = cells[order[Math.min(count - 1, Math.floor((b * count) / BINS))]!]!
  for (let b = 0; b < BINS; b++) cells[reference + b] = 0.5
  let bin = 0
  for (let i = 0; i < count; i++) {
    const value = cells[order[i]!]!
    while (bin < BINS - 1 && value > cells[quantiles + bin]!) bin++
    cells[reference + bin] = cells[reference + bin]! + 1
  }
}

const shares = new Float64Array(BINS)

const relativeEntropy = ({ cells, layout: { ringMask, quantiles, reference } }: PointState, rows: number): number => {
  shares.fill(0)
  for (let k = 0; k < RECENT; k++) {
    const value = cells[(rows - k) & ringMask]!
    let bin = 0
    while (bin < BINS - 1 && value > cells[quantiles + bin]!) bin++
    shares[bin] = shares[bin]! + 1
  }
  let total = 0
  for (let b = 0; b < BINS; b++) total += cells[reference + b]!
  let entropy = 0
  for (let b = 0; b < BINS; b++) {
    const p = shares[b]! / RECENT
    if (p > 0) entropy += p * Math.log((p * total) / cells[reference + b]!)
  }
  return Math.max(0, entropy)
}
