import { SHAPE } from './lenses.ts'
import { BLOCKS24, BLOCKS4, ROWS, type PointState } from './point-state.ts'

/** Lenses of the shape: how far is the run of the last w block means (blocks of b rows) from the nearest run of its kind among K earlier ones? */
export const seeShape = (state: PointState, seen: Float64Array): void => {
  const { wide, cells, layout } = state
  const rows = wide[ROWS]!
  if ((rows + 1) % 4 === 0) cells[layout.blocks4 + (Math.floor(rows / 4) % BLOCKS4)] = blockMean(state, rows, 4)
  if ((rows + 1) % 24 === 0) cells[layout.blocks24 + (Math.floor(rows / 24) % BLOCKS24)] = blockMean(state, rows, 24)
  seen[SHAPE] = runLength(state, rows, 8, 1) ? nearest(state, 0, layout.ringMask + 1, rows + 1, 8, 1, 1000) : Number.NaN
  seen[SHAPE + 1] = runLength(state, rows, 12, 4) ? nearestCentred(state, layout.blocks4, BLOCKS4, rows + 1, 12, 4, 500) : Number.NaN
  seen[SHAPE + 2] = runLength(state, rows, 6, 24) ? nearest(state, layout.blocks24, BLOCKS24, rows + 1, 6, 24, 500) : Number.NaN
  seen[SHAPE + 3] = runLength(state, rows, 12, 24) ? nearest(state, layout.blocks24, BLOCKS24, rows + 1, 12, 24, 300) : Number.NaN
}

/** The last run, newest block first; blocks end with the newest row, whatever the grid of the stored ones. */
const run = new Float64Array(12)

const runLength = (state: PointState, last: number, width: number, block: number): boolean => {
  if (last + 1 < width * block) return false
  for (let k = 0; k < width; k++) run[k] = blockMean(state, last - k * block, block)
  return true
}

const blockMean = ({ cells, layout: { ringMask } }: PointState, last: number, width: number): number => {
  let sum = 0
  for (let k = 0; k < width; k++) sum += cells[(last - k) & ringMask]!
  return sum / width
}

/** Number of the newest stored run that ended at least max(wb/2, b) rows ago, as a count of blocks from the start. */
const newestRun = (rows: number, width: number, block: number): number => Math.floor((rows - Math.max((width * block) / 2, block)) / block)

/**
 * Root mean square distance of `run` to the nearest stored run. A candidate is given up as soon as it is farther than the best so far.
 * @returns NaN while no run is stored.
 */
const nearest = ({ cells }: PointState, base: number, size: number, rows: number, width: number, block: number, kept: number): number => {
  const newest = newestRun(rows, width, block)
  const oldest = Math.max(width, newest - kept + 1)
  let best = Number.POSITIVE_INFINITY
  for (let end = newest; end >= oldest; end--) {
    let place = (end - 1) % size
    let sum = 0
    for (let k = 0; k < width && sum < best; k++) {
      const d = run[k]! - cells[base + place]!
      sum += d * d
      place = place === 0 ? size - 1 : place - 1
    }
    if (sum < best) best = sum
  }
  return best === Number.POSITIVE_INFINITY ? Number.NaN : Math.sqrt(best / width)
}

/** As `nearest`, with each run taken relative to its own mean: shape without level. */
const nearestCentred = ({ cells }: PointState, base: number, size: number, rows: number, width: number, block: number, kept: number): number => {
  const newest = newestRun(rows, width, block)
  const oldest = Math.max(width, newest - kept + 1)
  centre(width)
  let best = Number.POSITIVE_INFINITY
  for (let end = newest; end >= oldest; end--) {
    let mean = 0
    for (let k = 0, place = (end - 1) % size; k < width; k++) {
      mean += cells[base + place]!
      place = place === 0 ? size - 1 : place - 1
    }
    mean /= width
    let sum = 0
    for (let k = 0, place = (end - 1) % size; k < width && sum < best; k++) {
      const d = run[k]! - (cells[base + place]! - mean)
      sum += d * d
      place = place === 0 ? size - 1 : place - 1
    }
    if (sum < best) best = sum
  }
  return best === Number.POSITIVE_INFINITY ? Number.NaN : Math.sqrt(best / width)
}

const centre = (width: number): void => {
  let mean = 0
  for (let k = 0; k < width; k++) mean += run[k]! / width
  for (let k = 0; k < width; k++) run[k] = run[k]! - mean
}
