import type { Detector } from './detector.ts'
import { BLOCK_CELLS, blockMean, BLOCKS, putInBlock } from './trend/block-means.ts'
import { createLine, fitLine, slopeExceeds } from './trend/robust-slope.ts'
import { learnWander, usualWander, WANDER_CELLS } from './trend/usual-wander.ts'

export interface DriftConfig {
  /** By how much the difference may change within the window, in the unit of the point. */
  limit: number
  deadband: number
  windowMs: number
}

const WINDOW = 0
const OWN = BLOCK_CELLS
const OTHER = OWN + 1
const SIGNAL = OTHER + 1
const LAST_BLOCK = SIGNAL + 1
const WANDER = LAST_BLOCK + 1
/** Ends of the window that are looked at besides: what begins to drift in the middle bends a line through the whole. */
const ENDS = [32, 24, 16]
/** A change that could as well be noise is none; it is asked with every block and over every span. */
const SURE = 0.999
/** Nor is one of fewer times what the two wander apart and together again. */
const BEYOND_WANDER = 4

/** Mean difference of a finished stretch of the window, the newest being number 0; NaN where there is none. */
export const driftMean = (cells: Float64Array, age: number): number => blockMean(cells, WINDOW, age)
/** Number of the stretch that fills. */
export const driftBlock = (cells: Float64Array): number => cells[LAST_BLOCK]!

/**
 * An instrument that drifts away from a sibling which sees the same: the robust slope (Theil 1950, Sen 1968) of their difference over a window and over its last
 * two thirds, half and third. The signal is by how much the difference has changed along the steepest of these lines, in either direction; 0 where the trend is
 * not certain (one-sided 99.9 %), or within what the two wander apart and together as a matter of course.
 * A constant difference is an offset, not a drift, and an excursion that both see leaves no trace.
 */
export const driftDetector = ({ limit, deadband, windowMs }: DriftConfig): Detector => {
  const blockMs = windowMs / BLOCKS
  const line = createLine()
  /** Change of the difference in a block, along the line through the whole window; 0 while there is none. */
  let trend = 0
  let window: Float64Array = new Float64Array(0)
  const series = (age: number): number => blockMean(window, WINDOW, age)
  const mirrored = (age: number): number => -series(age)

  const changeOver = (blocks: number): number => {
    if (!fitLine(series, blocks, line)) return Number.NaN
    const certain = slopeExceeds(line.slope > 0 ? series : mirrored, blocks, 0, line)
    return certain >= SURE ? Math.abs(line.slope) * blocks : 0
  }
  const change = (cells: Float64Array): number => {
    window = cells
    let most = changeOver(BLOCKS)
    trend = Number.isNaN(most) ? 0 : line.slope
    for (const blocks of ENDS) {
      const here = changeOver(blocks)
      if (!(here <= most) && !Number.isNaN(here)) most = here
    }
    return most < BEYOND_WANDER * usualWander(cells, WANDER) ? 0 : most
  }

  return {
    size: WANDER + WANDER_CELLS,
    limit,
    deadband,
    shows: 'signal',
    read: (cells, input, time, value) => {
      if (Number.isNaN(value)) return Number.NaN
      cells[input === 0 ? OWN : OTHER] = value
      const difference = cells[OWN]! - cells[OTHER]!
      if (Number.isNaN(difference)) return Number.NaN
      const block = Math.floor(time / blockMs)
      if (block - cells[LAST_BLOCK]! > BLOCKS) cells.fill(Number.NaN, WINDOW, OWN)
      cells[LAST_BLOCK] = block
      if (putInBlock(cells, WINDOW, blockMs, time, difference)) {
        cells[SIGNAL] = change(cells)
        // What is a drift must not become the usual.
        if (!(cells[SIGNAL] >= limit)) learnWander(cells, WANDER, series, trend)
      }
      return cells[SIGNAL]!
    },
    // Against a value that no longer comes nothing can be compared.
    silent: (cells, input) => {
      cells[input === 0 ? OWN : OTHER] = Number.NaN
      return Number.NaN
    },
  }
}
