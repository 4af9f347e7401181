import { SHAPE } from './lenses.ts'
import { nearestOf12, nearestOf6, nearestOf8 } from './nearest-run.ts'
import { BLOCKS24, BLOCKS4, ROWS, type PointState } from './point-state.ts'

/** A lens of the shape: runs of `width` block means (blocks of `block` rows), of which the newest `kept` are remembered. */
interface Shape {
  width: number
  block: number
  kept: number
}

const EIGHT_ROWS: Shape = { width: 8, block: 1, kept: 1000 }
const TWELVE_BLOCKS4: Shape = { width: 12, block: 4, kept: 500 }
const SIX_BLOCKS24: Shape = { width: 6, block: 24, kept: 500 }
/** Its newer half is the run of the one before. */
const TWELVE_BLOCKS24: Shape = { width: 12, block: 24, kept: 300 }

/** The last run, newest block first; its blocks end with the newest row, whatever the grid of the stored ones. */
const run = new Float64Array(12)
/** Blocks as they are searched: newest first, from the newest run that counts as earlier. */
const earlier = new Float64Array(BLOCKS4)
const distances = new Float64Array(SIX_BLOCKS24.kept)

/** Lenses of the shape: root mean square distance of the run of the last block means to the nearest of the earlier runs. NaN while none is stored. */
export const seeShape = (state: PointState, seen: Float64Array): void => {
  const { wide, cells, layout: { blocks4, blocks24, ringMask } } = state
  const rows = wide[ROWS]! + 1
  if (rows % 4 === 0) store(state, blocks4, BLOCKS4, rows, 4)
  if (rows % 24 === 0) store(state, blocks24, BLOCKS24, rows, 24)
  seen.fill(Number.NaN, SHAPE, SHAPE + 4)
  const eights = earlierRuns(rows, EIGHT_ROWS)
  if (eights > 0) {
    takeRun(state, rows, EIGHT_ROWS)
    seen[SHAPE] = Math.sqrt(nearestOf8(run, cells, ringMask, newestRun(rows, EIGHT_ROWS) - 1, eights) / 8)
  }
  const twelves = earlierRuns(rows, TWELVE_BLOCKS4)
  if (twelves > 0) {
    takeRun(state, rows, TWELVE_BLOCKS4)
    takeEarlier(state, blocks4, BLOCKS4, newestRun(rows, TWELVE_BLOCKS4), twelves + 11)
    nearestOf6(run, earlier, twelves, distances)
    seen[SHAPE + 1] = Math.sqrt(nearestOf12(run, earlier, 0, twelves, distances, true) / 12)
  }
  seeBlocks24(state, rows, seen)
}

const seeBlocks24 = (state: PointState, rows: number, seen: Float64Array): void => {
  const sixes = earlierRuns(rows, SIX_BLOCKS24)
  if (sixes === 0) return
  const newest = newestRun(rows, SIX_BLOCKS24)
  takeRun(state, rows, SIX_BLOCKS24)
  takeEarlier(state, state.layout.blocks24, BLOCKS24, newest, sixes + 5)
  seen[SHAPE + 2] = Math.sqrt(nearestOf6(run, earlier, sixes, distances) / 6)
  const twelves = earlierRuns(rows, TWELVE_BLOCKS24)
  if (twelves === 0) return
  takeRun(state, rows, TWELVE_BLOCKS24, SIX_BLOCKS24.width)
  seen[SHAPE + 3] = Math.sqrt(nearestOf12(run, earlier, newest - newestRun(rows, TWELVE_BLOCKS24), twelves, distances, false) / 12)
}

/** How many blocks had passed when the newest run ended that counts as earlier: at least max(wb/2, b) rows ago. */
const newestRun = (rows: number, { width, block }: Shape): number => Math.floor((rows - Math.max((width * block) / 2, block)) / block)

const earlierRuns = (rows: number, shape: Shape): number =>
  rows < shape.width * shape.block ? 0 : Math.min(Math.max(newestRun(rows, shape) - shape.width + 1, 0), shape.kept)

const takeRun = (state: PointState, rows: number, { width, block }: Shape, known = 0): void => {
  for (let k = known; k < width; k++) run[k] = blockMean(state, rows - 1 - k * block, block)
}

const takeEarlier = ({ cells }: PointState, base: number, size: number, newest: number, count: number): void => {
  const from = base + ((newest - 1) % size)
  const before = Math.min(count, from - base + 1)
  for (let i = 0; i < before; i++) earlier[i] = cells[from - i]!
  // Around the end of the ring.
  for (let i = before; i < count; i++) earlier[i] = cells[from + size - i]!
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
