import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { qualityCode, type Quality } from '@hazardwatch/shared/quality'
import { accumulatedDetector } from './accumulated.ts'
import { anomalyDetector, type AnomalyConfig } from './anomaly.ts'
import { baselineDetector, type BaselineConfig } from './baseline.ts'
import { changepointDetector } from './changepoint.ts'
import { BELIEVED } from './changepoint/watch-change.ts'
import { combinationDetector } from './combination.ts'
import { countDetector } from './count.ts'
import type { Detector } from './detector.ts'
import { deviationDetector } from './deviation.ts'
import { driftDetector } from './drift.ts'
import type { Excursion } from './excursion.ts'
import { faultDetector } from './fault.ts'
import { flatlineDetector } from './flatline.ts'
import { forecastDetector, type ForecastConfig } from './forecast.ts'
import { healthDetector } from './health.ts'
import { DEFAULT_HEALTH, type HealthConfig } from './health/instrument-health.ts'
import { multivariateDetector, type MultivariateConfig } from './multivariate.ts'
import { restoreModel } from './multivariate/stored-model.ts'
import { loopFault, rangeDetector } from './range.ts'
import { rateDetector } from './rate.ts'
import { twaDetector } from './twa.ts'
import { videoDetector } from './video.ts'
import { voteDetector } from './vote.ts'

/** On still and on wandering points alike, most incidents of chance stay below it (docs/detection.md). */
const ANOMALY_SEVERITY = { young: 0.7, grown: 0.6 }
/** Readings that prove a stuck instrument when the rule does not say how many. */
const STUCK_READINGS = 10
/** Qualities that say that an instrument has failed when the rule does not say which. */
const failures: readonly Quality[] = ['fault', 'out_of_range', 'stopped']

/** How a baseline is learnt when the rule does not say: chosen on the METEC methane week, where the neighbouring settings do as well (docs/detection.md). */
const BASELINE = { riseS: 43_200, fallS: 21_600, warmUpS: 1_800 }

/** Limits of the model at which a source alarms when the rule does not say, and how far below it is in order again. Above 1, because an operator's patience is shorter than a benchmark's. */
const SOURCE_LIMIT = 1.2
const SOURCE_DEADBAND = 0.2

/** Confidence from which a forecast alarms when the rule does not say. */
const FORECAST_CONFIDENCE = 0.9

/** @returns the detector of a rule; undefined for limits, which compare the value itself, and for silences of points and gateways, which are of the wall clock. */
export const detectorOf = (rule: AlarmRule, point: NumberedPoint): Detector | undefined => {
  const { deadband } = rule
  const limit = rule.limit ?? Number.NaN
  const windowMs = Math.round((rule.windowS ?? Number.NaN) * 1000)
  const direction = rule.direction ?? 'either'
  switch (rule.kind) {
    case 'LL':
    case 'L':
    case 'H':
    case 'HH':
    case 'silence':
    case 'gateway':
      return undefined
    case 'rate':
      return rateDetector({ limit, deadband, windowMs, direction })
    case 'deviation':
      return deviationDetector({ limit, deadband, setpoint: rule.sibling === undefined ? rule.setpoint ?? Number.NaN : null, percent: rule.percent ?? false, direction })
    case 'baseline':
      return baselineDetector(baselineConfig(rule))
    case 'combination':
      return combinationDetector(rule.when ?? { or: [] })
    case 'video':
      return videoDetector({ confidence: rule.limit ?? 0, holdMs: holdOf(rule) })
    case 'drift':
      return driftDetector({ limit, deadband, windowMs })
    case 'forecast':
      return forecastDetector(forecastConfig(rule))
    case 'health':
      return healthDetector(healthConfig(rule, point))
    case 'anomaly':
      return anomalyDetector(anomalyConfig(rule))
    case 'changepoint':
      return changepointDetector({ confidence: rule.confidence ?? BELIEVED })
    case 'multivariate':
      return multivariateDetector(sourceConfig(rule))
    case 'flatline':
      return flatlineDetector({ windowMs, tolerance: rule.tolerance ?? 0, minReadings: rule.minReadings ?? STUCK_READINGS })
    case 'fault':
      return faultDetector((rule.qualities ?? failures).map((name) => qualityCode(name) ?? 0))
    case 'range':
      return rangeDetector({ ...boundsOf(rule, point), deadband })
    case 'count':
      return countDetector({ ...excursionOf(rule), count: limit, windowMs })
    case 'accumulated':
      return accumulatedDetector({ ...excursionOf(rule), limit, windowMs })
    case 'twa':
      return twaDetector({ limit, deadband, windowMs })
    case 'vote':
      return voteDetector({
        ...excursionOf(rule), channels: 1 + (rule.others?.length ?? 0), need: rule.need ?? 1, bad: rule.badVote ?? 'alarm', bypassed: rule.bypassVote ?? 'exclude',
      })
  }
}

/** @returns tags of the other points that a rule hears, in the order of its inputs. */
export const otherInputs = (rule: AlarmRule): readonly string[] => rule.others ?? (rule.sibling === undefined ? [] : [rule.sibling])

export const anomalyConfig = ({ panel = 'cheap', severity, everyS }: Pick<AlarmRule, 'panel' | 'severity' | 'everyS'>): AnomalyConfig => ({
  panel, severity: severity === undefined ? ANOMALY_SEVERITY : { young: severity, grown: severity }, everyMs: everyS === undefined ? undefined : everyS * 1000,
})

export const baselineConfig = (rule: AlarmRule): BaselineConfig => ({
  limit: rule.limit ?? Number.NaN, deadband: rule.deadband, direction: rule.direction === 'down' ? 'down' : 'up',
  riseS: rule.riseS ?? BASELINE.riseS, fallS: rule.fallS ?? BASELINE.fallS, warmUpS: rule.warmUpS ?? BASELINE.warmUpS,
})

export const forecastConfig = ({ limit, direction, windowS, horizonS = Number.NaN, confidence, method }: AlarmRule): ForecastConfig => ({
  level: limit ?? Number.NaN,
  direction: direction === 'down' ? 'down' : 'up',
  horizonMs: horizonS * 1000,
  windowMs: (windowS ?? 2 * horizonS) * 1000,
  confidence: confidence ?? FORECAST_CONFIDENCE,
  method: method ?? 'slope',
})

export const sourceConfig = ({ point, limit, deadband, everyS = Number.NaN, model }: AlarmRule): MultivariateConfig => ({
  limit: limit ?? SOURCE_LIMIT, deadband: deadband === 0 ? SOURCE_DEADBAND : deadband, everyMs: everyS * 1000, model: model?.tags[0] === point ? restoreModel(model) : undefined,
})

export const healthConfig = (rule: AlarmRule, point: NumberedPoint): HealthConfig => {
  const { low, high } = boundsOf(rule, point)
  return {
    ...DEFAULT_HEALTH, rangeLow: low, rangeHigh: high,
    ...(rule.windowS !== undefined && { stuckMs: rule.windowS * 1000 }), ...(rule.minReadings !== undefined && { stuckReadings: rule.minReadings }),
  }
}

/** What a camera says of itself lasts until it is online again; what it sees is of the moment. */
const lasting: readonly string[] = ['offline', 'frozen', 'occluded', 'clock_skew']
const VIDEO_HOLD_MS = 300_000

const holdOf = ({ events = [], holdS }: AlarmRule): number => {
  if (holdS !== undefined) return holdS * 1000
  return events.every((event) => lasting.includes(event)) ? Number.POSITIVE_INFINITY : VIDEO_HOLD_MS
}

const excursionOf = ({ level, deadband, direction }: AlarmRule): Excursion => ({ level: level ?? Number.NaN, deadband, up: direction !== 'down' })

const boundsOf = ({ low, high }: AlarmRule, point: NumberedPoint): { low: number | null; high: number | null } => {
  if (low !== undefined || high !== undefined) return { low: low ?? null, high: high ?? null }
  return point.unit === 'mA' ? loopFault : { low: point.rangeLow, high: point.rangeHigh }
}
