import type { Detector } from './detector.ts'
import { BLOCK_CELLS, blockMean, BLOCKS, putInBlock } from './trend/block-means.ts'
import { createLine, fitLine, slopeExceeds } from './trend/robust-slope.ts'

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
/** A change that could as well be noise is none. */
const SURE = 0.975

/** Mean difference of a finished stretch of the window, the newest being number 0; NaN where there is none. */
export const driftMean = (cells: Float64Array, age: number): number => blockMean(cells, WINDOW, age)
/** Number of the stretch that fills. */
export const driftBlock = (cells: Float64Array): number => cells[LAST_BLOCK]!

/**
 * An instrument that drifts away from a sibling which sees the same: the robust slope (Theil 1950, Sen 1968) of their difference over a window.
 * The signal is by how much the difference has changed along that line within the window, in either direction; 0 where the trend is not certain (one-sided 97.5 %).
 * A constant difference is an offset, not a drift, and an excursion that both see leaves no trace.
 */
export const driftDetector = ({ limit, deadband, windowMs }: DriftConfig): Detector => {
  const blockMs = windowMs / BLOCKS
  const line = createLine()
  let window: Float64Array = new Float64Array(0)
  const series = (age: number): number => blockMean(window, WINDOW, age)
  const mirrored = (age: number): number => -series(age)

  const change = (cells: Float64Array): number => {
    window = cells
    if (!fitLine(series, BLOCKS, line)) return Number.NaN
    const certain = slopeExceeds(line.slope > 0 ? series : mirrored, BLOCKS, 0, line)
    return certain >= SURE ? Math.abs(line.slope) * BLOCKS : 0
  }

  return {
    size: LAST_BLOCK + 1,
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
      if (putInBlock(cells, WINDOW, blockMs, time, difference)) cells[SIGNAL] = change(cells)
      return cells[SIGNAL]!
    },
    // Against a value that no longer comes nothing can be compared.
    silent: (cells, input) => {
      cells[input === 0 ? OWN : OTHER] = Number.NaN
      return Number.NaN
    },
  }
}
