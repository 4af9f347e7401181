import type { Detector } from './detector.ts'
import { HEALTH_CELLS, healthFault, healthFindings, readHealth, type HealthConfig, type HealthFault } from './health/instrument-health.ts'

/** Which fault began last, as its place in this list. */
const FAULT = HEALTH_CELLS
const FAULTY = FAULT + 1
const faults: readonly (HealthFault | 'calibration_overdue' | 'bump_failed')[] = ['stuck', 'noisy', 'saturated', 'over_range', 'under_range', 'calibration_overdue', 'bump_failed']

/** What it is told beside the readings, by index: how the instrument is looked after. Kept with whether the readings are faulty, a bit each. */
export const OVERDUE = 0
export const BUMP_FAILED = 1
const BY_READINGS = 1
const bitOf = (index: number): number => 2 << index
const bitsOf = (own: Float64Array): number => own[FAULTY]! || 0

/** @returns whether it was told so last. */
export const toldOfCare = (own: Float64Array, index: number): boolean => (bitsOf(own) & bitOf(index)) !== 0

/**
 * Whether the instrument's own readings show that it is stuck, noisy, saturated or out of its range, or its calibration is overdue, or it failed its last bump test:
 * the signal is 1 then, else 0.
 */
export const healthDetector = (config: HealthConfig): Detector => ({
  size: HEALTH_CELLS + 2,
  limit: 1,
  deadband: 0.5,
  shows: 'reading',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value)) return Number.NaN
    readHealth(config, cells, time, value)
    const faulty = healthFault(config, cells)
    const before = bitsOf(cells)
    if (faulty && (before & BY_READINGS) === 0) cells[FAULT] = faults.indexOf(healthFindings(config, cells)[0]?.fault ?? 'stuck')
    const after = faulty ? before | BY_READINGS : before & ~BY_READINGS
    cells[FAULTY] = after
    return Number(after !== 0)
  },
  hear: (cells, index, holds) => {
    const before = bitsOf(cells)
    if (holds && (before & bitOf(index)) === 0) cells[FAULT] = faults.indexOf(index === OVERDUE ? 'calibration_overdue' : 'bump_failed')
    const after = holds ? before | bitOf(index) : before & ~bitOf(index)
    cells[FAULTY] = after
    return Number(after !== 0)
  },
  finding: (cells) => faults[cells[FAULT] ?? -1],
})
