import type { Detector } from './detector.ts'
import { BLOCK_CELLS, blockMean, BLOCKS, putInBlock } from './trend/block-means.ts'
import { HOLT_CELLS, reachesWithin, smooth, stepsToReach } from './trend/damped-holt.ts'
import { createLine, fitLine, slopeExceeds } from './trend/robust-slope.ts'

export interface ForecastConfig {
  /** The level whose reaching is foretold, in the unit of the point, and from which side it is reached. */
  level: number
  direction: 'up' | 'down'
  /** How far ahead is looked. */
  horizonMs: number
  /** Of which past the trend is taken. */
  windowMs: number
  /** Confidence from which the condition is true; it is false again a third of the way back to even odds. */
  confidence: number
  method: 'slope' | 'holt'
}

/** When a level will be reached, at the earliest instant at which that was known. */
export interface Projection {
  /** ms from the last reading on; Infinity = not on this trend. NaN: nothing can be said yet. */
  reachesInMs: number
  /** That it is reached within the horizon, 0..1. */
  confidence: number
}

const WINDOW = 0
const HOLT = BLOCK_CELLS
const CONFIDENCE = HOLT + HOLT_CELLS
const REACHES_IN = CONFIDENCE + 1
const LAST_BLOCK = REACHES_IN + 1

/** Mean of a finished stretch of the past, the newest being number 0; NaN where there is none. */
export const forecastMean = (cells: Float64Array, age: number): number => blockMean(cells, WINDOW, age)
/** Where the smoother of the method holt keeps its numbers. */
export const SMOOTHER = HOLT

/**
 * Foretells that a level will be reached within a horizon. The signal is the confidence in that, 0..1. The past is kept as 48 means over the window; each finished one
 * renews the forecast, by a robust line (Theil 1950, Sen 1968: steady ramps, slow leaks) or by damped Holt smoothing (Gardner & McKenzie 1985: trends that fade).
 */
export const forecastDetector = ({ level, direction, horizonMs, windowMs, confidence, method }: ForecastConfig): Detector => {
  const blockMs = windowMs / BLOCKS
  const ahead = horizonMs / blockMs
  const up = direction === 'up'
  const line = createLine()
  // Where the cells are during one call: the series is asked for by age, and a closure made for each call would be garbage.
  let window: Float64Array = new Float64Array(0)
  const series = (age: number): number => (up ? blockMean(window, WINDOW, age) : -blockMean(window, WINDOW, age))

  const bySlope = (cells: Float64Array): void => {
    window = cells
    if (!fitLine(series, BLOCKS, line)) { nothingKnown(cells); return }
    const distance = (up ? level : -level) - line.level
    cells[REACHES_IN] = line.slope > 0 || distance <= 0 ? Math.max(0, distance / line.slope) * blockMs : Number.POSITIVE_INFINITY
    if (distance <= 0) cells[REACHES_IN] = 0
    cells[CONFIDENCE] = distance <= 0 ? 1 : slopeExceeds(series, BLOCKS, distance / ahead, line)
  }

  const byHolt = (cells: Float64Array): void => {
    const steps = stepsToReach(cells, HOLT, level, up)
    if (Number.isNaN(steps)) { nothingKnown(cells); return }
    cells[REACHES_IN] = steps * blockMs
    cells[CONFIDENCE] = reachesWithin(cells, HOLT, level, ahead, up)
  }

  return {
    size: LAST_BLOCK + 1,
    limit: confidence,
    deadband: (confidence - 0.5) / 3,
    shows: 'reading',
    read: (cells, _input, time, value) => {
      if (Number.isNaN(value)) return Number.NaN
      // A gap as long as the window leaves nothing to go on from.
      if (Math.floor(time / blockMs) - cells[LAST_BLOCK]! > BLOCKS) cells.fill(Number.NaN)
      const before = cells[LAST_BLOCK]!
      cells[LAST_BLOCK] = Math.floor(time / blockMs)
      if (putInBlock(cells, WINDOW, blockMs, time, value)) {
        for (let age = cells[LAST_BLOCK] - before - 1; age >= 0; age--) smooth(cells, HOLT, blockMean(cells, WINDOW, age))
        if (method === 'slope') bySlope(cells)
        else byHolt(cells)
      }
      return cells[CONFIDENCE]!
    },
  }
}

/** @returns what the detector last foretold. */
export const projectionOf = (cells: Float64Array): Projection => ({ reachesInMs: cells[REACHES_IN]!, confidence: cells[CONFIDENCE]! })

const nothingKnown = (cells: Float64Array): void => {
  cells[REACHES_IN] = Number.NaN
  cells[CONFIDENCE] = Number.NaN
}
