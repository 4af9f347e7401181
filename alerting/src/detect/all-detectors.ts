import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { baselineDetector } from './baseline.ts'
import type { Detector } from './detector.ts'
import { deviationDetector } from './deviation.ts'
import { flatlineDetector } from './flatline.ts'
import { rateDetector } from './rate.ts'

/** Readings that prove a stuck instrument when the rule does not say how many. */
const STUCK_READINGS = 10

/** How a baseline is learnt when the rule does not say: chosen on the METEC methane week, where the neighbouring settings do as well (docs/detection.md). */
const BASELINE = { riseS: 43_200, fallS: 21_600, warmUpS: 1_800 }

/** @returns the detector of a rule; undefined for limits, which compare the value itself, and for silence, which is of the wall clock. */
export const detectorOf = (rule: AlarmRule): Detector | undefined => {
  const { deadband } = rule
  const limit = rule.limit ?? Number.NaN
  const windowMs = (rule.windowS ?? Number.NaN) * 1000
  const direction = rule.direction ?? 'either'
  switch (rule.kind) {
    case 'LL':
    case 'L':
    case 'H':
    case 'HH':
    case 'silence':
      return undefined
    case 'rate':
      return rateDetector({ limit, deadband, windowMs, direction })
    case 'deviation':
      return deviationDetector({ limit, deadband, setpoint: rule.sibling === undefined ? rule.setpoint ?? Number.NaN : null, percent: rule.percent ?? false, direction })
    case 'baseline':
      return baselineDetector({
        limit, deadband, direction: direction === 'down' ? 'down' : 'up',
        riseS: rule.riseS ?? BASELINE.riseS, fallS: rule.fallS ?? BASELINE.fallS, warmUpS: rule.warmUpS ?? BASELINE.warmUpS,
      })
    case 'flatline':
      return flatlineDetector({ windowMs, tolerance: rule.tolerance ?? 0, minReadings: rule.minReadings ?? STUCK_READINGS })
  }
}

/** @returns tags of the other points that a rule hears, in the order of its inputs. */
export const otherInputs = (rule: AlarmRule): string[] => (rule.sibling === undefined ? [] : [rule.sibling])
