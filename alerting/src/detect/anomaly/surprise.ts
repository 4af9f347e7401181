import { CELLS, WARM_ROWS, WEIGHT, type PointState } from './point-state.ts'

/**
 * Calibrated surprise: how rare is a number among those that the same lens gave before? -log10 P(F >= f), from a histogram of ln f that
 * forgets slowly, with a generalised Pareto tail fitted to its upper 5 % by probability-weighted moments
 * (Hosking & Wallis 1987, "Parameter and quantile estimation for the generalized Pareto distribution").
 * Cell 0 holds zero and what is below the scale; cell k covers off + 0.2 (k - 1) .. off + 0.2 k in ln f; the last one also all above.
 */
const WIDTH = 0.2
const TOP = CELLS - 1
/** The median of the first positive values lies this far above the lower end. */
const BELOW_MEDIAN = 7.2
const TAIL_SHARE = 0.05
const SHAPE_MAX = 0.5
const SURPRISE_MAX = 12

const edges = Float64Array.from({ length: CELLS }, (_, k) => Math.exp(WIDTH * k))
const middles = Float64Array.from({ length: CELLS }, (_, k) => Math.exp(WIDTH * (k - 0.5)))

/** @returns the cell of f in a histogram whose lower end is at `off` (ln). */
export const cellOf = (f: number, off: number): number => (f > 0 ? cellAt(Math.log(f), off) : 0)

const cellAt = (log: number, off: number): number => {
  const k = Math.floor((log - off) / WIDTH) + 1
  return k < 1 ? 0 : Math.min(k, TOP)
}

/**
 * @param f a positive number of histogram `h`
 * @param base where its counts begin
 * @param known f falls into this cell
 * @param enough probabilities above this one are of no interest: 0 is returned for them
 * @returns the surprise, 0 to 12.
 */
export const surpriseOf = ({ cells, wide, layout }: PointState, h: number, base: number, f: number, known: number, enough: number): number => {
  const total = cells[layout.masses + h]!
  const weight = wide[WEIGHT]!
  // A lens that has hardly seen anything knows nothing rare.
  if (known === 0 || total < 0.9 * WARM_ROWS * weight) return 0
  const boundary = Math.max(TAIL_SHARE * total, 8 * weight)
  let above = 0
  let q = TOP
  while (q > 0 && above + cells[base + q]! < boundary) above += cells[base + q--]!
  if (known > q) return tailSurprise(cells, base, q, above, total, weight, f / Math.exp(cells[layout.scales + h]!))
  const stop = enough * (total + weight) - weight
  let mass = above
  for (let k = q; k >= known; k--) {
    mass += cells[base + k]!
    if (mass > stop) return 0
  }
  return Math.min(SURPRISE_MAX, -Math.log10((mass + weight) / (total + weight)))
}

/** Beyond cell q: `excess` is f in units of the histogram's lower end. */
const tailSurprise = (counts: Float32Array, base: number, q: number, above: number, total: number, weight: number, size: number): number => {
  const from = edges[q]!
  const excess = Math.max(0, size - from)
  if (!(above > 0)) return Math.min(SURPRISE_MAX, -Math.log10(weight / (total + weight)) + Math.log10(1 + excess / (0.1 * from)))
  let mean = 0
  let weighted = 0
  let higher = 0
  for (let z = TOP; z > q; z--) {
    const mass = counts[base + z]!
    const e = mass * (middles[z]! - from)
    mean += e
    weighted += e * (higher + mass / 2)
    higher += mass
  }
  const b0 = mean / above
  const b1 = weighted / above / above
  const spare = b0 - 2 * b1
  const xi = spare > 0 ? Math.min(Math.max(2 - b0 / spare, 0), SHAPE_MAX) : 0
  const sigma = Math.max(b0 * (1 - xi), 0.02 * from)
  const beyond = xi > 0 ? Math.log10(1 + (xi * excess) / sigma) / xi : excess / (sigma * Math.LN10)
  return Math.min(SURPRISE_MAX, -Math.log10((above + weight) / (total + weight)) + beyond)
}

/**
 * Sets the scale of a histogram from the first rows of its lens, and fills it with them.
 * @param logs ln of those that are positive, smallest first @param rows how many there are with those that are not
 */
export const settleHistogram = ({ cells, wide, layout }: PointState, h: number, base: number, logs: Float64Array, rows: number): void => {
  const count = logs.length
  const weight = wide[WEIGHT]!
  cells.fill(0, base, base + CELLS)
  cells[layout.masses + h] = rows * weight
  cells[base] = (rows - count) * weight
  if (count === 0) return
  const middle = count >> 1
  const off = scaleAt(count % 2 === 1 ? Math.exp(logs[middle]!) : (Math.exp(logs[middle - 1]!) + Math.exp(logs[middle]!)) / 2)
  cells[layout.scales + h] = off
  for (let i = 0; i < count; i++) {
    const cell = base + cellAt(logs[i]!, off)
    cells[cell] = cells[cell]! + weight
  }
}

/** A number that falls into this one of all cells becomes history of histogram `h`. */
export const addTo = ({ cells, wide, layout }: PointState, h: number, cell: number): void => {
  cells[cell] = cells[cell]! + wide[WEIGHT]!
  cells[layout.masses + h] = cells[layout.masses + h]! + wide[WEIGHT]!
}

/** @returns the cell of f in the histogram whose scale is kept at this place; the first positive number sets it. */
export const cellWithin = (cells: Float32Array, scale: number, f: number): number => {
  if (!(f > 0)) return 0
  if (Number.isNaN(cells[scale]!)) cells[scale] = scaleAt(f)
  return cellOf(f, cells[scale]!)
}

/** The scale of a histogram whose usual positive number is this one. */
export const scaleAt = (f: number): number => Math.fround(Math.log(f) - BELOW_MEDIAN)

/** @returns the number above which only this share of a histogram lies, to a cell; 0 when even the positive part is rarer; NaN while it warms up. */
export const upperValueAt = ({ cells, layout }: PointState, h: number, base: number, share: number): number => {
  const total = cells[layout.masses + h]!
  if (total <= 0) return Number.NaN
  let above = 0
  for (let k = TOP; k > 0; k--) {
    above += cells[base + k]!
    if (above > share * total) return Math.exp(cells[layout.scales + h]!) * edges[k]!
  }
  return 0
}
