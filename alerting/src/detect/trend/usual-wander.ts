/** Numbers that are remembered: the mean square, and how much it has been learnt from. */
export const WANDER_CELLS = 2
const SQUARE = 0
const KNOWN = 1

/** How far apart the two values are that are compared. */
const STEPS = 16
/** Before so many comparisons nothing is usual yet. */
const FEWEST = 16
/** Later ones weigh as one in so many. */
const MEMORY = 240
/** One counts at most so many times the usual. */
const LARGEST = 3

/**
 * By how much a series changes within sixteen steps as a matter of course, beside its trend: root mean square, in its own unit.
 * @param cells the numbers stand in it from `at` on (never written = NaN)
 * @returns 0 while it is not known
 */
export const usualWander = (cells: Float64Array, at: number): number => (cells[at + KNOWN]! >= FEWEST ? Math.sqrt(cells[at + SQUARE]!) : 0)

/**
 * Learns from the newest value of a series.
 * @param series a value per step, the newest being number 0; NaN = none
 * @param trend what it changes by in a step anyway
 */
export const learnWander = (cells: Float64Array, at: number, series: (age: number) => number, trend: number): void => {
  const moved = series(0) - series(STEPS) - STEPS * trend
  if (Number.isNaN(moved)) return
  const known = Number.isNaN(cells[at + KNOWN]!) ? 0 : cells[at + KNOWN]!
  const usual = known === 0 ? 0 : cells[at + SQUARE]!
  const square = known < FEWEST || usual === 0 ? moved * moved : Math.min(moved * moved, LARGEST * LARGEST * usual)
  cells[at + SQUARE] = usual + (square - usual) / Math.min(known + 1, MEMORY)
  cells[at + KNOWN] = known + 1
}
