import type { Detector } from './detector.ts'
import { HEALTH_CELLS, healthFault, healthFindings, readHealth, type HealthConfig, type HealthFault } from './health/instrument-health.ts'

/** Which fault began last, as its place in this list. */
const FAULT = HEALTH_CELLS
const FAULTY = FAULT + 1
const faults: readonly HealthFault[] = ['stuck', 'noisy', 'saturated', 'over_range', 'under_range']

/** Whether the instrument's own readings show that it is stuck, noisy, saturated or out of its range: the signal is 1 then, else 0. */
export const healthDetector = (config: HealthConfig): Detector => ({
  size: HEALTH_CELLS + 2,
  limit: 1,
  deadband: 0.5,
  shows: 'reading',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value)) return Number.NaN
    readHealth(config, cells, time, value)
    const faulty = healthFault(config, cells)
    if (faulty && cells[FAULTY] !== 1) cells[FAULT] = faults.indexOf(healthFindings(config, cells)[0]?.fault ?? 'stuck')
    cells[FAULTY] = Number(faulty)
    return Number(faulty)
  },
  finding: (cells) => faults[cells[FAULT] ?? -1],
})
