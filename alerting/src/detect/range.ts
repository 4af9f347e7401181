import { OUT_OF_RANGE } from '@hazardwatch/shared/quality'
import type { Detector } from './detector.ts'

export interface RangeConfig {
  /** Bounds that are still inside; null = none on that side. */
  low: number | null
  high: number | null
  /** How far inside again a value must be to count as back, in the unit of the point. */
  deadband: number
}

/** 4–20 mA loops (NAMUR NE 43): below is a broken wire or a failed instrument, above a short circuit or a failed instrument. */
export const loopFault = { low: 3.6, high: 21 } as const

/** A value beyond what the instrument can mean, or one that the sender calls out of range. */
export const rangeDetector = ({ low, high, deadband }: RangeConfig): Detector => ({
  size: 0,
  // The bounds themselves are inside: any distance beyond one is out.
  limit: Number.MIN_VALUE,
  deadband,
  shows: 'reading',
  read: (_cells, _input, _time, value, quality) => {
    if (quality === OUT_OF_RANGE) return 1
    return Number.isNaN(value) ? Number.NaN : Math.max(low === null ? Number.NEGATIVE_INFINITY : low - value, high === null ? Number.NEGATIVE_INFINITY : value - high)
  },
})
