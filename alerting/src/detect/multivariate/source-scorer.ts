import type { SourceModel } from './source-model.ts'

/** The state of one source between rows is numbers only, owned by the caller (`cells`, never written = NaN), so that it survives a restart. */
export interface SourceScorer {
  readonly size: number
  /**
   * Takes one row: event time (epoch ms) and a value per channel of the model's source, NaN = missing.
   * @returns the score in limits: above 1 the source no longer behaves as in the fit. Never NaN.
   */
  step(cells: Float64Array, time: number, values: ArrayLike<number>): number
  /** The score that the alarm follows, in limits: the same, but it does not climb far above the limit. */
  alarmScore(cells: Float64Array): number
  inAlarm(cells: Float64Array): boolean
  /** Distance of the last row, in medians of the fit, before cap and averaging; NaN where a row could not be judged. */
  lastDistance(cells: Float64Array): number
  /** Writes into `shares` what each channel of the source contributes, 0..1: how far the averaged distance would fall were the channel disregarded. */
  blame(cells: Float64Array, shares: Float64Array): void
  /** Whether a channel of the source is left out at present because it repeats one value far longer than it did in the fit. */
  isStuck(cells: Float64Array, channel: number): boolean
}

const SEEN = 0
const AVERAGE = 1
const ALARM_AVERAGE = 2
const ALARM = 3
const LAST_AT = 4
const DISTANCE = 5
const HEAD = 6
/** No channel's standardised value counts beyond this, so that 1e30 leaves no trace in baseline and lags. */
const LARGEST = 30
/** A drifting channel that is this many spreads away from its baseline has jumped: it counts once, and the baseline goes with it. */
const JUMP = 300
/** Rows further apart than this many typical intervals are not consecutive. */
const GAP = 3.5
/** Sweeps of the search for what the missing channels would be, given the others. */
const SWEEPS = 6

/**
 * Follows the joint state of a source: one-step forecast errors of all channels (vector autoregression with ridge: Lütkepohl 2005; Hoerl & Kennard 1970),
 * whitened by their shrunken covariance (Mahalanobis 1936; Ledoit & Wolf 2004) and averaged exponentially (Roberts 1959; on T2: Lowry et al. 1992).
 * A channel's blame is the fall of the distance when the channel is replaced by what the others imply, (Pe)_i^2 / P_ii (contribution by missing data:
 * Nelson, Taylor & MacGregor 1996). A missing channel is handled by the same: it takes the value that makes the distance smallest, which is the distance
 * of the others alone. About p (lags p + p) multiplications a row; nothing is allocated after creation.
 */
export const createSourceScorer = (model: SourceModel): SourceScorer => {
  const { settings, used, mean, deviation, drifting, spread, forecast, precision, median, limit, stuckAfter } = model
  const p = used.length
  const { lags, baselineRate, memory, cap, release, ceiling } = settings
  const depth = lags * p
  const BASELINE = HEAD
  const PAST = BASELINE + p
  const BLAME = PAST + depth
  const LAST = BLAME + p
  const REPEATS = LAST + p
  const size = REPEATS + p
  const errors = new Float64Array(p)
  const whitened = new Float64Array(p)
  const present = new Uint8Array(p)
  const highest = ceiling * limit * limit

  const begin = (cells: Float64Array): void => {
    cells.fill(0)
    cells[AVERAGE] = 1
    cells[ALARM_AVERAGE] = 1
    cells.fill(Number.NaN, BASELINE, PAST)
    cells.fill(Number.NaN, LAST, REPEATS)
    cells[LAST_AT] = Number.NaN
    cells[DISTANCE] = Number.NaN
  }

  /** Marks which channels have a value, and counts repeats. While in alarm nothing is declared stuck: what raised it must not vanish. @returns how many. */
  const attend = (cells: Float64Array, values: ArrayLike<number>): number => {
    let count = 0
    for (let i = 0; i < p; i++) {
      const value = values[used[i] as number] as number
      present[i] = 0
      if (!Number.isFinite(value)) continue
      const repeats = cells[REPEATS + i] as number
      if (value !== cells[LAST + i]) cells[REPEATS + i] = 0
      else if (repeats < (stuckAfter[i] as number) || cells[ALARM] === 0) cells[REPEATS + i] = repeats + 1
      cells[LAST + i] = value
      if ((cells[REPEATS + i] as number) > (stuckAfter[i] as number)) continue
      present[i] = 1
      count++
    }
    return count
  }

  /** Standardises the row, takes the baselines off and the forecast: leaves the errors; 0 for a missing channel. */
  const forecastErrors = (cells: Float64Array, values: ArrayLike<number>): void => {
    for (let i = 0; i < p; i++) {
      errors[i] = 0
      if (present[i] === 0) continue
      let z = ((values[used[i] as number] as number) - (mean[i] as number)) / (deviation[i] as number)
      if (drifting[i] === 1) {
        const baseline = cells[BASELINE + i] as number
        const far = Number.isNaN(baseline) ? 0 : z - baseline
        const near = Math.abs(far) <= JUMP * (spread[i] as number)
        const distance = clip(far, LARGEST * (spread[i] as number))
        cells[BASELINE + i] = near && !Number.isNaN(baseline) ? baseline + baselineRate * distance : z
        z = distance
      }
      let error = clip(z / (spread[i] as number), LARGEST)
      for (let k = 0, row = i * depth; k < depth; k++) error -= (forecast[row + k] as number) * (cells[PAST + k] as number)
      errors[i] = error
    }
  }

  const whiten = (): void => {
    for (let i = 0; i < p; i++) {
      let sum = 0
      for (let j = 0, row = i * p; j < p; j++) sum += (precision[row + j] as number) * (errors[j] as number)
      whitened[i] = sum
    }
  }

  /** Gives each missing channel the error that the others imply (Gauss-Seidel on the precision, which converges for a positive definite matrix). */
  const imply = (): void => {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let i = 0; i < p; i++) {
        if (present[i] === 1) continue
        const change = -(whitened[i] as number) / (precision[i * p + i] as number)
        errors[i] = (errors[i] as number) + change
        for (let j = 0, row = i * p; j < p; j++) whitened[j] = (whitened[j] as number) + change * (precision[row + j] as number)
      }
    }
  }

  const distance = (count: number): number => {
    let sum = 0
    for (let i = 0; i < p; i++) if (present[i] === 1) sum += (errors[i] as number) * (whitened[i] as number)
    // A channel fewer takes its degree of freedom with it.
    return sum / median * (p / count)
  }

  /** The row becomes the newest of the past: forecast plus error. */
  const remember = (cells: Float64Array): void => {
    for (let i = 0; i < p; i++) {
      let value = errors[i] as number
      for (let k = 0, row = i * depth; k < depth; k++) value += (forecast[row + k] as number) * (cells[PAST + k] as number)
      // The errors are no longer needed once the row is known.
      errors[i] = clip(value, LARGEST)
    }
    cells.copyWithin(PAST + p, PAST, PAST + depth - p)
    cells.set(errors, PAST)
  }

  const average = (cells: Float64Array, raw: number): void => {
    const q = Math.min(raw, cap)
    cells[AVERAGE] = (cells[AVERAGE] as number) + memory * (q - (cells[AVERAGE] as number))
    cells[ALARM_AVERAGE] = Math.min((cells[ALARM_AVERAGE] as number) + memory * (q - (cells[ALARM_AVERAGE] as number)), highest)
    const score = Math.sqrt(cells[ALARM_AVERAGE] as number)
    if (score > limit) cells[ALARM] = 1
    else if (score <= release * limit) cells[ALARM] = 0
  }

  const blame = (cells: Float64Array): void => {
    let sum = 0
    for (let i = 0; i < p; i++) {
      const share = present[i] === 0 ? 0 : (whitened[i] as number) * (whitened[i] as number) / ((precision[i * p + i] as number) * median)
      whitened[i] = share
      sum += share
    }
    const weight = sum > cap ? cap / sum : 1
    for (let i = 0; i < p; i++) cells[BLAME + i] = (cells[BLAME + i] as number) + memory * (weight * (whitened[i] as number) - (cells[BLAME + i] as number))
  }

  return {
    size,
    step(cells, time, values) {
      if (Number.isNaN(cells[SEEN] as number)) begin(cells)
      if (time - (cells[LAST_AT] as number) > GAP * model.intervalMs) { cells[SEEN] = 0; cells.fill(Number.NaN, BASELINE, PAST); cells.fill(0, PAST, BLAME) }
      cells[LAST_AT] = time
      cells[DISTANCE] = Number.NaN
      const count = attend(cells, values)
      // With fewer than half of the channels nothing can be said of the source; what was said stands.
      if (count * 2 >= p && p > 0) {
        const seen = cells[SEEN] as number
        forecastErrors(cells, values)
        whiten()
        if (count < p) imply()
        if (seen > lags) { const raw = distance(count); cells[DISTANCE] = raw; average(cells, raw); blame(cells) }
        remember(cells)
        cells[SEEN] = seen + 1
      }
      return Math.sqrt(cells[AVERAGE] as number) / limit
    },
    alarmScore: (cells) => Math.sqrt(cells[ALARM_AVERAGE] ?? 1) / limit,
    inAlarm: (cells) => cells[ALARM] === 1,
    lastDistance: (cells) => cells[DISTANCE] ?? Number.NaN,
    blame(cells, shares) {
      shares.fill(0)
      let sum = 0
      for (let i = 0; i < p; i++) sum += cells[BLAME + i] as number
      if (sum > 0) for (let i = 0; i < p; i++) shares[used[i] as number] = (cells[BLAME + i] as number) / sum
    },
    isStuck(cells, channel) {
      const i = used.indexOf(channel)
      return i >= 0 && (cells[REPEATS + i] as number) > (stuckAfter[i] as number)
    },
  }
}

const clip = (value: number, largest: number): number => Math.max(-largest, Math.min(value, largest))
