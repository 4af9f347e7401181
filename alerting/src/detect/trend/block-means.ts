/** How many blocks a window is kept in. */
export const BLOCKS = 48

/** Numbers that a window of block means remembers: number of the block that fills, its sum and count, then the ring of finished means. */
export const BLOCK_CELLS = 3 + BLOCKS
const FILLING = 0
const SUM = 1
const COUNT = 2
const RING = 3

/**
 * Puts a value into a window of block means, kept in `cells` from `at` on (never written = NaN). Blocks are stretches of event time, so sampling may be irregular;
 * a block without a value is NaN.
 * @param blockMs length of a block
 * @returns whether a block was finished, so that the window has changed
 */
export const putInBlock = (cells: Float64Array, at: number, blockMs: number, time: number, value: number): boolean => {
  const block = Math.floor(time / blockMs)
  const filling = cells[at + FILLING]!
  if (block === filling) {
    cells[at + SUM] = cells[at + SUM]! + value
    cells[at + COUNT] = cells[at + COUNT]! + 1
    return false
  }
  const known = !Number.isNaN(filling)
  if (known && block < filling) return false
  if (known) finish(cells, at, filling, block)
  cells[at + FILLING] = block
  cells[at + SUM] = value
  cells[at + COUNT] = 1
  return known
}

/** @returns the mean of a finished block, the newest being number 0; NaN where there is none. */
export const blockMean = (cells: Float64Array, at: number, age: number): number => cells[at + RING + (((cells[at + FILLING]! - 1 - age) % BLOCKS) + BLOCKS) % BLOCKS]!

const finish = (cells: Float64Array, at: number, filling: number, next: number): void => {
  cells[at + RING + filling % BLOCKS] = cells[at + SUM]! / cells[at + COUNT]!
  const empty = Math.min(next - filling - 1, BLOCKS)
  for (let skipped = 1; skipped <= empty; skipped++) cells[at + RING + (next - skipped) % BLOCKS] = Number.NaN
}
