import { histogramOf, lenses } from './lenses.ts'
import { CELLS, countsFrom, firstRowsOf, ROWS, WARM_ROWS, type PointState } from './point-state.ts'
import { addTo, cellWithin, settleHistogram } from './surprise.ts'

/** From this row on a lens takes what it has seen for its history, however little it is. */
const WARM_END = 600

/**
 * Rows for which a lens that has seen enough still waits. Thousands of points that a rule is put on together come to the end of their first rows together, and to settle all lenses
 * of all of them at once would hold everything up for seconds. Signed lenses have the room for so many rows more.
 */
export const waitsFor: readonly number[] = lenses.map(({ signed }, l) => (signed ? lenses.slice(0, l).filter((before) => before.signed).length : 0))

/** One of the first rows of a lens. They are kept until there are enough of them to tell the scale of its histograms. */
export const warmUp = (state: PointState, l: number, d: number): void => {
  const { cells, wide, layout } = state
  const h = layout.masses + histogramOf[l]!
  const count = -cells[h]!
  firstRowsOf(state)[2 * countsFrom[l]! + count] = encode(d)
  cells[h] = -(count + 1)
  if (count + 1 === WARM_ROWS + waitsFor[l]! || wide[ROWS]! >= WARM_END) settle(state, l, count + 1)
}

const codes = new Int16Array(2 * WARM_ROWS)
const logs = new Float64Array(WARM_ROWS)

const settle = (state: PointState, l: number, count: number): void => {
  const from = 2 * countsFrom[l]!
  codes.set(firstRowsOf(state).subarray(from, from + count))
  const sorted = codes.subarray(0, Math.min(count, WARM_ROWS))
  sorted.sort()
  const base = state.layout.counts + countsFrom[l]!
  const h = histogramOf[l]!
  settleHistogram(state, h, base, logs.subarray(0, positiveLogs(sorted)), sorted.length)
  if (lenses[l]!.signed) settleHistogram(state, h + 1, base + CELLS, logs.subarray(0, negativeLogs(sorted)), sorted.length)
  for (let i = sorted.length; i < count; i++) {
    const d = decode(codes[i]!)
    addTo(state, h, base + cellWithin(state.cells, state.layout.scales + h, Math.max(0, d)))
    if (lenses[l]!.signed) addTo(state, h + 1, base + CELLS + cellWithin(state.cells, state.layout.scales + h + 1, Math.max(0, -d)))
  }
}

/** ln |d| from -90 to 90 in 15 bits, and the sign: to 0.3 %, where a cell is 20 % wide. */
const FINEST = 32_766 / 180

const encode = (d: number): number => {
  if (d === 0) return 0
  const code = 1 + Math.round(Math.min(Math.max(Math.log(Math.abs(d)) + 90, 0), 180) * FINEST)
  return d < 0 ? -code : code
}

/** @returns ln |d| */
const logOf = (code: number): number => (code - 1) / FINEST - 90

const decode = (code: number): number => Math.sign(code) * (code === 0 ? 0 : Math.exp(logOf(Math.abs(code))))

/** Puts ln of those above zero into `logs`, smallest first. @returns how many there are */
const positiveLogs = (sorted: Int16Array): number => {
  let count = 0
  for (let i = 0; i < sorted.length; i++) if (sorted[i]! > 0) logs[count++] = logOf(sorted[i]!)
  return count
}

/** The same of those below zero. */
const negativeLogs = (sorted: Int16Array): number => {
  let count = 0
  for (let i = sorted.length - 1; i >= 0; i--) if (sorted[i]! < 0) logs[count++] = logOf(-sorted[i]!)
  return count
}
