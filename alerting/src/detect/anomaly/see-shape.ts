import { SHAPE } from './lenses.ts'
import { BLOCKS24, BLOCKS4, ROWS, type PointState } from './point-state.ts'

/** Lenses of the shape: how far is the run of the last w block means (blocks of b rows) from the nearest run of its kind among K earlier ones? */
export const seeShape = (state: PointState, seen: Float64Array): void => {
  const { wide, layout } = state
  const rows = wide[ROWS]! + 1
  if (rows % 4 === 0) store(state, layout.blocks4, BLOCKS4, rows, 4)
  if (rows % 24 === 0) store(state, layout.blocks24, BLOCKS24, rows, 24)
  seen[SHAPE] = takeRun(state, rows, 8, 1) ? nearestOf8(state, rows, 1000) : Number.NaN
  seen[SHAPE + 1] = takeRun(state, rows, 12, 4) ? nearestCentred(state, 1, layout.blocks4, BLOCKS4, rows, 12, 4, 500) : Number.NaN
  seen[SHAPE + 2] = takeRun(state, rows, 6, 24) ? nearest(state, 2, layout.blocks24, BLOCKS24, rows, 6, 24, 500) : Number.NaN
  // Its newer half is the run of the lens before.
  seen[SHAPE + 3] = takeRun(state, rows, 12, 24, 6) ? nearest(state, 3, layout.blocks24, BLOCKS24, rows, 12, 24, 300) : Number.NaN
}

/** The last run, newest block first; its blocks end with the newest row, whatever the grid of the stored ones. */
const run = new Float64Array(12)

const takeRun = (state: PointState, rows: number, width: number, block: number, known = 0): boolean => {
  if (rows < width * block) return false
  for (let k = known; k < width; k++) run[k] = blockMean(state, rows - 1 - k * block, block)
  return true
}

const store = (state: PointState, base: number, size: number, rows: number, block: number): void => {
  state.cells[base + ((rows / block - 1) % size)] = blockMean(state, rows - 1, block)
}

/** Rounded like what is stored: a run that comes again is at distance 0. */
const blockMean = ({ cells, layout: { ringMask } }: PointState, last: number, width: number): number => {
  let sum = 0
  for (let k = 0; k < width; k++) sum += cells[(last - k) & ringMask]!
  return Math.fround(sum / width)
}

/** How many blocks had passed when the newest run ended that counts as earlier: at least max(wb/2, b) rows ago. */
const newestRun = (rows: number, width: number, block: number): number => Math.floor((rows - Math.max((width * block) / 2, block)) / block)

/**
 * Root mean square distance of `run` to the nearest stored run. A candidate is given up as soon as it is farther than the best so far;
 * where the nearest was one row ago, it is probably near again.
 * @returns NaN while no run is stored.
 */
const nearest = (state: PointState, lens: number, base: number, size: number, rows: number, width: number, block: number, kept: number): number => {
  const { cells, layout } = state
  const newest = newestRun(rows, width, block)
  const oldest = Math.max(width, newest - kept + 1)
  if (newest < oldest) return Number.NaN
  let winner = Math.min(Math.max(cells[layout.nearestRuns + lens]!, oldest), newest)
  let best = distanceTo(cells, base, size, winner, width, 0)
  let place = (newest - 1) % size
  const head = run[0]!
  for (let end = newest; end >= oldest; end--) {
    const first = head - cells[base + place]!
    if (first * first < best) {
      let before = place
      let sum = first * first
      for (let k = 1; k < width && sum < best; k++) {
        before = before === 0 ? size - 1 : before - 1
        const d = run[k]! - cells[base + before]!
        sum += d * d
      }
      if (sum < best) {
        best = sum
        winner = end
      }
    }
    place = place === 0 ? size - 1 : place - 1
  }
  cells[layout.nearestRuns + lens] = winner
  return Math.sqrt(best / width)
}

/** As `nearest`, for runs of 8 single rows: so many and so short that it is quicker to compute each in full, moving one value along. */
const nearestOf8 = ({ cells, layout: { ringMask } }: PointState, rows: number, kept: number): number => {
  const newest = newestRun(rows, 8, 1)
  const oldest = Math.max(8, newest - kept + 1)
  if (newest < oldest) return Number.NaN
  const r0 = run[0]!, r1 = run[1]!, r2 = run[2]!, r3 = run[3]!, r4 = run[4]!, r5 = run[5]!, r6 = run[6]!, r7 = run[7]!
  let x0 = 0, x1 = cells[(newest - 1) & ringMask]!, x2 = cells[(newest - 2) & ringMask]!, x3 = cells[(newest - 3) & ringMask]!
  let x4 = cells[(newest - 4) & ringMask]!, x5 = cells[(newest - 5) & ringMask]!, x6 = cells[(newest - 6) & ringMask]!, x7 = cells[(newest - 7) & ringMask]!
  let best = Number.POSITIVE_INFINITY
  for (let last = newest - 8; last >= oldest - 8; last--) {
    x0 = x1; x1 = x2; x2 = x3; x3 = x4; x4 = x5; x5 = x6; x6 = x7
    x7 = cells[last & ringMask]!
    const d0 = r0 - x0, d1 = r1 - x1, d2 = r2 - x2, d3 = r3 - x3, d4 = r4 - x4, d5 = r5 - x5, d6 = r6 - x6, d7 = r7 - x7
    const sum = d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5 + (d6 * d6 + d7 * d7))
    if (sum < best) best = sum
  }
  return Math.sqrt(best / 8)
}

const distanceTo = (cells: Float32Array, base: number, size: number, end: number, width: number, level: number): number => {
  let place = (end - 1) % size
  let sum = 0
  for (let k = 0; k < width; k++) {
    const d = run[k]! - (cells[base + place]! - level)
    sum += d * d
    place = place === 0 ? size - 1 : place - 1
  }
  return sum
}

const sumOfRun = (cells: Float32Array, base: number, size: number, end: number, width: number): number => {
  let place = (end - 1) % size
  let sum = 0
  for (let k = 0; k < width; k++) {
    sum += cells[base + place]!
    place = place === 0 ? size - 1 : place - 1
  }
  return sum
}

/** As `nearest`, with each run taken relative to its own mean: shape without level. The farthest of its blocks is compared first. */
const nearestCentred = (state: PointState, lens: number, base: number, size: number, rows: number, width: number, block: number, kept: number): number => {
  const { cells, layout } = state
  const newest = newestRun(rows, width, block)
  const oldest = Math.max(width, newest - kept + 1)
  if (newest < oldest) return Number.NaN
  const lead = centreRun(width)
  const leader = run[lead]!
  let winner = Math.min(Math.max(cells[layout.nearestRuns + lens]!, oldest), newest)
  let best = distanceTo(cells, base, size, winner, width, sumOfRun(cells, base, size, winner, width) / width)
  // Values are float32, their sum float64: moved along the ring it stays exact.
  let total = sumOfRun(cells, base, size, newest, width)
  let place = (newest - 1) % size
  let leading = (newest - 1 - lead + size) % size
  let entering = (newest - 1 - width + size) % size
  for (let end = newest; end >= oldest; end--) {
    const mean = total / width
    const first = leader - (cells[base + leading]! - mean)
    if (first * first < best) {
      let at = place
      let distance = 0
      for (let k = 0; k < width && distance < best; k++) {
        const d = run[k]! - (cells[base + at]! - mean)
        distance += d * d
        at = at === 0 ? size - 1 : at - 1
      }
      if (distance < best) {
        best = distance
        winner = end
      }
    }
    total += cells[base + entering]! - cells[base + place]!
    place = place === 0 ? size - 1 : place - 1
    leading = leading === 0 ? size - 1 : leading - 1
    entering = entering === 0 ? size - 1 : entering - 1
  }
  cells[layout.nearestRuns + lens] = winner
  return Math.sqrt(best / width)
}

/** @returns which of its blocks lies farthest from the mean. */
const centreRun = (width: number): number => {
  let sum = 0
  for (let k = 0; k < width; k++) sum += run[k]!
  let lead = 0
  for (let k = 0; k < width; k++) {
    run[k] = run[k]! - sum / width
    if (Math.abs(run[k]!) > Math.abs(run[lead]!)) lead = k
  }
  return lead
}
