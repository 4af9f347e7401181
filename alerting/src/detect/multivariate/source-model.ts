import type { ChannelRole } from '@hazardwatch/shared/source-model'

/** How a source is followed. One setting is shipped for every source; docs/detection.md says how it was chosen and how sensitive it is. */
export interface MultivariateSettings {
  /** Rows of the past that the forecast uses. */
  lags: number
  /** A channel whose lag-1 coefficient in the fit is larger is taken as drifting: only its distance from a running baseline counts. */
  drifting: number
  /** Weight of a new row in that baseline. */
  baselineRate: number
  /** Ridge of the forecast, and shrinkage of the error covariance towards its diagonal, as shares. */
  ridge: number
  shrink: number
  /** Weight of a new row in the averaged distance. */
  memory: number
  /** Largest distance of one row that counts, in medians of the fit. */
  cap: number
  /** The limit is `limitFactor * sqrt(largest score over the fit)`: half-way between a universal limit and one of the source. */
  limitFactor: number
  /** The limit is at least this share of the largest score over the fit: a rule, which alarms 1.2 limits away, says nothing of what somebody vouched for. */
  vouched: number
  /** The alarm ends when the score has come back to this share of the way from the usual score to the limit. */
  release: number
  /** Square of the score that the alarm's own average climbs to at most, in squares of the limit, so that a long fault does not outlast itself. */
  ceiling: number
  /**
   * Weight of a new row in what the detector gets used to: how wide the errors of a channel are, and where a channel that does not drift stands. 0 = it never
   * gets used to anything, as it must not where a slow fault would be a hazard.
   */
  adapt: number
  /** It gets used to nothing while the score is beyond this share of the limit. */
  gate: number
}

export const SHIPPED_MULTIVARIATE: MultivariateSettings = {
  lags: 2, drifting: 0.6, baselineRate: 0.1, ridge: 0.1, shrink: 0.01, memory: 0.1, cap: 10, limitFactor: 1.14, vouched: 1 / 1.2, release: 0.75, ceiling: 1.2, adapt: 0, gate: 1,
}

/**
 * What was learnt of one source on an agreed healthy window: numbers only, so that it can be stored and shown.
 * `used` lists the channels that take part; the columns below have one entry for each of those, in that order (p of them).
 */
export interface SourceModel {
  settings: MultivariateSettings
  /** Rows that the fit used, and the typical time between two, in ms. */
  rows: number
  intervalMs: number
  roles: readonly ChannelRole[]
  used: Int32Array
  mean: Float64Array
  deviation: Float64Array
  drifting: Uint8Array
  /** Standard deviation of the standardised channel after its baseline was taken off. */
  spread: Float64Array
  /** p x (lags p): forecast of channel i is row i times the stacked rows before, the newest first. */
  forecast: Float64Array
  /** p x p: inverse of the shrunken error covariance. */
  precision: Float64Array
  /** Variance of the forecast error of each channel on rows that the model had not seen, at least that of the fit. */
  errorVariance: Float64Array
  /** Median distance of a row that the model had not seen. */
  median: number
  /** Scores above which the alarm is raised, and at or below which it ends. */
  limit: number
  release: number
  /** Equal values in a row from which a channel is taken as stuck; Infinity for a channel that stands still by nature. */
  stuckAfter: Float64Array
}

/**
 * For files that are judged once and guard nothing: gets slowly used to what goes on undisturbed, wider errors and another level, while the score is below seven
 * tenths of the limit. On rows long after a short fit this takes away false alarms; in the engine it is off. A short fit also often begins before all has
 * settled: its largest score is no measure of its own.
 */
export const ADAPTING_MULTIVARIATE: MultivariateSettings = { ...SHIPPED_MULTIVARIATE, vouched: 0, adapt: 0.002, gate: 0.7 }
