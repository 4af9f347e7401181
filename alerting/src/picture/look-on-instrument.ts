import { isoTime } from '@hazardwatch/shared/time'
import { baselineDetector, baselineLevel, type BaselineConfig } from '../detect/baseline.ts'
import { HEALTH_CELLS, healthFindings, readHealth, usualNoise, type HealthConfig } from '../detect/health/instrument-health.ts'
import { NO_BAND, type Onlooker } from './look-on.ts'

/** All but one in a hundred of normal numbers lie within so many standard deviations. */
const NEARLY_ALL = 2.576
/** The band of the noise lies around the mean of so many readings. */
const AROUND = 30

/** What an instrument's own readings show: expected is the restlessness that it usually has, around its last readings. */
export const lookOnHealth = (config: HealthConfig): Onlooker => {
  const cells = new Float64Array(HEALTH_CELLS).fill(Number.NaN)
  const last: number[] = []
  return {
    meaning: 'none',
    alarmAt: () => Number.NaN,
    take: (input, time, value) => {
      if (input !== 0 || Number.isNaN(value)) return undefined
      const noise = NEARLY_ALL * usualNoise(cells)
      const expected = last.length < AROUND ? Number.NaN : last.reduce((sum, each) => sum + each, 0) / last.length
      readHealth(config, cells, time, value)
      last.push(value)
      if (last.length > AROUND) last.shift()
      return { time, values: [value], bands: [{ low: expected - noise, expected, high: expected + noise }], score: Number.NaN }
    },
    reason: () => ({
      contributions: [], course: null, series: [0], expectedBy: 'noise',
      findings: healthFindings(config, cells).map(({ fault, since, value, bar, unit }) => ({ finding: fault, since: isoTime(since), value, bar, unit })),
    }),
  }
}

/** A baseline that was learnt: everything up to the limit away from it is expected, on the side that alarms. */
export const lookOnBaseline = (config: BaselineConfig): Onlooker => {
  const detector = baselineDetector(config)
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  return {
    meaning: 'deviation',
    alarmAt: () => config.limit,
    take: (input, time, value, quality) => {
      if (input !== 0 || Number.isNaN(value)) return undefined
      const expected = baselineLevel(cells, config.direction)
      const score = detector.read(cells, 0, time, value, quality)
      // While it warms up there is a level, and nobody is told that it is one.
      const up = config.direction === 'up'
      const band = Number.isNaN(score) ? NO_BAND : { low: up ? Number.NaN : expected - config.limit, expected, high: up ? expected + config.limit : Number.NaN }
      return { time, values: [value], bands: [band], score }
    },
    reason: () => ({ contributions: [], findings: [], course: null, series: [0], expectedBy: 'baseline' }),
  }
}
