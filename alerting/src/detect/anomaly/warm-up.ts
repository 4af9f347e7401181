import { histogramOf, lenses } from './lenses.ts'
import { CELLS, countsFrom, firstRowsOf, ROWS, WARM_ROWS, type PointState } from './point-state.ts'
import { settleHistogram } from './surprise.ts'

/** From this row on a lens takes what it has seen for its history, however little it is. */
const WARM_END = 600

/** One of the first rows of a lens. They are kept until there are enough of them to tell the scale of its histograms. */
export const warmUp = (state: PointState, l: number, d: number): void => {
  const { cells, wide, layout } = state
  const h = layout.masses + histogramOf[l]!
  const count = -cells[h]!
  firstRowsOf(state)[2 * countsFrom[l]! + count] = encode(d)
  cells[h] = -(count + 1)
  if (count + 1 === WARM_ROWS || wide[ROWS]! >= WARM_END) settle(state, l, count + 1)
}

const settle = (state: PointState, l: number, count: number): void => {
  const base = state.layout.counts + countsFrom[l]!
  const rows = Float64Array.from(firstRowsOf(state).subarray(2 * countsFrom[l]!, 2 * countsFrom[l]! + count), decode)
  settleHistogram(state, histogramOf[l]!, base, rows.map((d) => Math.max(0, d)))
  if (lenses[l]!.signed) settleHistogram(state, histogramOf[l]! + 1, base + CELLS, rows.map((d) => Math.max(0, -d)))
}

/** ln |d| from -90 to 90 in 15 bits, and the sign: to 0.3 %, where a cell is 20 % wide. */
const FINEST = 32_766 / 180

const encode = (d: number): number => {
  if (d === 0) return 0
  const code = 1 + Math.round(Math.min(Math.max(Math.log(Math.abs(d)) + 90, 0), 180) * FINEST)
  return d < 0 ? -code : code
}

const decode = (code: number): number => Math.sign(code) * (code === 0 ? 0 : Math.exp((Math.abs(code) - 1) / FINEST - 90))
