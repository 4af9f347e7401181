import type { Detector } from './detector.ts'
import { HEALTH_CELLS, healthFault, readHealth, type HealthConfig } from './health/instrument-health.ts'

/** Whether the instrument's own readings show that it is stuck, noisy, saturated or out of its range: the signal is 1 then, else 0. */
export const healthDetector = (config: HealthConfig): Detector => ({
  size: HEALTH_CELLS,
  limit: 1,
  deadband: 0.5,
  shows: 'reading',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value)) return Number.NaN
    readHealth(config, cells, time, value)
    return healthFault(config, cells) ? 1 : 0
  },
})
