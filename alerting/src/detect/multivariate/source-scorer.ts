import { clip, multiply } from './dot-product.ts'
import type { SourceModel } from './source-model.ts'

const SEEN = 0
const AVERAGE = 1
const ALARM_AVERAGE = 2
const ALARM = 3
const LAST_AT = 4
const DISTANCE = 5
/** Here the baselines begin, one a channel; then the rows before, the blame, the last value and how often it was repeated. */
const BASELINE = 6
/** No channel's standardised value counts beyond this, so that 1e30 leaves no trace in baseline and past. */
const LARGEST = 30
/** A drifting channel that is this many spreads away from its baseline has jumped: it counts once, and the baseline goes with it. */
const JUMP = 300
/** The usual range of a channel that does not drift, in deviations of the fit. */
const USUAL = 4
/** Rows further apart than this many typical intervals are not consecutive. */
const GAP = 3.5
/** No channel is taken as wider than it has just shown by more than this factor, so that one wild row widens little. */
const WIDEST_STEP = 16
/** Sweeps of the search for what the missing channels would be, given the others. */
const SWEEPS = 6

/**
 * Follows the joint state of a source: one-step forecast errors of all channels (vector autoregression: Lütkepohl 2005, with ridge: Hoerl & Kennard 1970),
 * whitened by their shrunken covariance (Mahalanobis 1936; Ledoit & Wolf 2004) and averaged exponentially (Roberts 1959; of T2: Lowry et al. 1992).
 * A channel's blame is the fall of the distance when the channel is replaced by what the others imply, (Pe)_i^2 / P_ii (contribution by missing data:
 * Nelson, Taylor & MacGregor 1996). A missing channel is handled by the same: it takes the value that makes the distance smallest, which is the distance
 * of the others alone.
 *
 * All that is remembered between rows is in the first `size` of `cells`, numbers owned by the caller (never written = NaN), so that it survives a restart.
 * About p (lags p + p) multiplications a row; nothing is allocated after creation.
 */
export class SourceScorer {
  readonly size: number
  private readonly model: SourceModel
  private readonly channels: number
  private readonly depth: number
  private readonly past: number
  private readonly shares: number
  private readonly last: number
  private readonly repeats: number
  /** How much wider than in the fit each channel's errors are now, as a variance; then where a channel stands. Only where the detector adapts. */
  private readonly widening: number
  private readonly shifts: number
  private readonly expected: Float64Array
  private readonly errors: Float64Array
  private readonly standing: Float64Array
  private readonly scaled: Float64Array
  private readonly whitened: Float64Array
  private readonly present: Uint8Array
  private readonly base: Float64Array
  private readonly implied: Float64Array

  constructor(model: SourceModel) {
    const p = model.used.length
    this.model = model
    this.channels = p
    this.depth = model.settings.lags * p
    this.past = BASELINE + p
    this.shares = this.past + this.depth
    this.last = this.shares + p
    this.repeats = this.last + p
    this.widening = this.repeats + p
    this.shifts = this.widening + p
    this.size = model.settings.adapt > 0 ? this.shifts + p : this.widening
    this.expected = new Float64Array(p)
    this.errors = new Float64Array(p)
    this.standing = new Float64Array(p)
    this.scaled = model.settings.adapt > 0 ? new Float64Array(p) : this.errors
    this.whitened = new Float64Array(p)
    this.present = new Uint8Array(p)
    this.base = new Float64Array(p)
    this.implied = new Float64Array(p).fill(Number.NaN)
  }

  /**
   * Takes one row: event time (epoch ms) and a value per channel of the source, NaN = missing.
   * @returns the score in limits: above 1 the source no longer behaves as in the fit. Never NaN.
   */
  step(cells: Float64Array, time: number, values: ArrayLike<number>): number {
    if (Number.isNaN(cells[SEEN]!)) this.begin(cells)
    if (time - cells[LAST_AT]! > GAP * this.model.intervalMs) this.forgetPast(cells)
    cells[LAST_AT] = time
    cells[DISTANCE] = Number.NaN
    this.implied.fill(Number.NaN)
    const count = this.attend(cells, values)
    // With fewer than half of the channels nothing can be said of the source; what was said stands.
    if (count > 0 && count * 2 >= this.channels) {
      this.forecastErrors(cells, values)
      if (this.model.settings.adapt > 0) this.scale(cells)
      this.whiten()
      if (count < this.channels) this.imply(cells)
      if (cells[SEEN]! > this.model.settings.lags) {
        const before = Math.sqrt(cells[AVERAGE]!)
        this.average(cells, this.distance(count))
        this.addBlame(cells)
        if (before < this.model.settings.gate * this.model.limit) this.adapt(cells)
      }
      this.remember(cells)
      cells[SEEN] = cells[SEEN]! + 1
    }
    return this.score(cells)
  }

  /** Whether there has been a row. */
  hasSeen(cells: Float64Array): boolean { return !Number.isNaN(cells[SEEN]!) }

  /** The score as it stands, in limits. */
  score(cells: Float64Array): number { return Math.sqrt(cells[AVERAGE]!) / this.model.limit }

  /** The score that the alarm follows, in limits: the same, but it does not climb far above the limit. */
  alarmScore(cells: Float64Array): number { return Math.sqrt(cells[ALARM_AVERAGE]!) / this.model.limit }

  inAlarm(cells: Float64Array): boolean { return cells[ALARM] === 1 }

  /** Distance of the last row, in medians of the fit, before cap and averaging; NaN where the row could not be judged. */
  lastDistance(cells: Float64Array): number { return cells[DISTANCE]! }

  /** Writes into `shares` what each channel of the source contributes, 0..1: how far the averaged distance would fall were the channel disregarded. */
  blame(cells: Float64Array, shares: Float64Array): void {
    const { used } = this.model
    let sum = 0
    for (let i = 0; i < used.length; i++) sum += cells[this.shares + i]!
    shares.fill(0)
    if (sum > 0) for (let i = 0; i < used.length; i++) shares[used[i]!] = cells[this.shares + i]! / sum
  }

  /** What a channel of the source should have been in the last row by its past and by the other channels, in its own unit; NaN where nothing can be said. */
  impliedValue(channel: number): number {
    const i = this.model.used.indexOf(channel)
    return i < 0 ? Number.NaN : this.model.mean[i]! + this.model.deviation[i]! * (this.base[i]! + this.model.spread[i]! * this.implied[i]!)
  }

  /** Standard deviation of a channel around that: 1 / P_ii of the precision. */
  impliedDeviation(channel: number): number {
    const i = this.model.used.indexOf(channel)
    return i < 0 ? Number.NaN : this.model.deviation[i]! * this.model.spread[i]! / Math.sqrt(this.model.precision[i * this.channels + i]!)
  }

  /** Whether a channel of the source is left out at present because it repeats one value far longer than it did in the fit. */
  isStuck(cells: Float64Array, channel: number): boolean {
    const i = this.model.used.indexOf(channel)
    return i >= 0 && this.stuck(cells, i)
  }

  /** What the detector has got used to is forgotten; what it remembers of the last rows stays. */
  forgetAdaptation(cells: Float64Array): void {
    cells.fill(1, this.widening, Math.min(this.shifts, this.size))
    cells.fill(0, Math.min(this.shifts, this.size), this.size)
  }

  private begin(cells: Float64Array): void {
    cells.fill(0, 0, this.size)
    cells[AVERAGE] = 1
    cells[ALARM_AVERAGE] = 1
    cells[LAST_AT] = Number.NaN
    cells.fill(Number.NaN, this.last, this.repeats)
    this.forgetAdaptation(cells)
    this.forgetPast(cells)
  }

  private forgetPast(cells: Float64Array): void {
    cells[SEEN] = 0
    cells.fill(Number.NaN, BASELINE, this.past)
    cells.fill(0, this.past, this.shares)
  }

  /** A channel that repeats a value of the usual range is stuck; one that stands still outside of it shows a fault, and must go on showing it. */
  private stuck(cells: Float64Array, i: number): boolean {
    const { drifting, mean, deviation, stuckAfter } = this.model
    return cells[this.repeats + i]! > stuckAfter[i]! && (drifting[i] === 1 || Math.abs(cells[this.last + i]! - mean[i]!) <= USUAL * deviation[i]!)
  }

  /** Marks which channels have a value that counts. @returns how many. */
  private attend(cells: Float64Array, values: ArrayLike<number>): number {
    const { used } = this.model
    let count = 0
    for (let i = 0; i < used.length; i++) {
      const value = values[used[i]!]!
      this.present[i] = 0
      if (!Number.isFinite(value)) continue
      cells[this.repeats + i] = value === cells[this.last + i] ? cells[this.repeats + i]! + 1 : 0
      cells[this.last + i] = value
      if (this.stuck(cells, i)) continue
      this.present[i] = 1
      count++
    }
    return count
  }

  /** Standardises the row, takes the baselines off and the forecast: leaves what was expected and the errors; 0 for a missing channel. */
  private forecastErrors(cells: Float64Array, values: ArrayLike<number>): void {
    const { used, mean, deviation, drifting, spread, forecast, settings } = this.model
    multiply(forecast, cells, this.past, this.depth, this.expected)
    for (let i = 0; i < used.length; i++) {
      this.errors[i] = 0
      this.base[i] = drifting[i] === 1 ? cells[BASELINE + i]! : settings.adapt > 0 ? cells[this.shifts + i]! : 0
      if (this.present[i] === 0) continue
      let z = (values[used[i]!]! - mean[i]!) / deviation[i]!
      if (drifting[i] === 1) {
        const baseline = cells[BASELINE + i]!
        const far = Number.isNaN(baseline) ? 0 : z - baseline
        const distance = clip(far, LARGEST * spread[i]!)
        const follows = !Number.isNaN(baseline) && Math.abs(far) <= JUMP * spread[i]!
        cells[BASELINE + i] = follows ? baseline + settings.baselineRate * distance : z
        z = distance
      } else if (settings.adapt > 0) {
        this.standing[i] = z
        z -= cells[this.shifts + i]!
      }
      this.errors[i] = clip(z / spread[i]!, LARGEST) - this.expected[i]!
    }
  }

  /** Errors in the width that the channel has now. */
  private scale(cells: Float64Array): void {
    for (let i = 0; i < this.channels; i++) this.scaled[i] = this.errors[i]! / Math.sqrt(cells[this.widening + i]!)
  }

  private whiten(): void {
    multiply(this.model.precision, this.scaled, 0, this.channels, this.whitened)
  }

  /** Gets used to what goes on undisturbed: wider errors, and another level of channels that do not drift. */
  private adapt(cells: Float64Array): void {
    const { errorVariance, drifting, settings: { adapt } } = this.model
    if (adapt === 0) return
    for (let i = 0; i < this.channels; i++) {
      if (this.present[i] === 0) continue
      const wide = cells[this.widening + i]!
      const shown = Math.min(this.errors[i]! ** 2 / errorVariance[i]!, WIDEST_STEP * wide)
      cells[this.widening + i] = Math.max(1, wide + adapt * (shown - wide))
      if (drifting[i] === 0) cells[this.shifts + i] = cells[this.shifts + i]! + adapt * clip(this.standing[i]! - cells[this.shifts + i]!, LARGEST)
    }
  }

  /** Gives each missing channel the error that the others imply (Gauss-Seidel on the precision, which converges for a positive definite matrix). */
  private imply(cells: Float64Array): void {
    const { errors, scaled, whitened, channels } = this
    const { precision } = this.model
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let i = 0; i < channels; i++) {
        if (this.present[i] === 1) continue
        const change = -whitened[i]! / precision[i * channels + i]!
        scaled[i] = scaled[i]! + change
        for (let j = 0, row = i * channels; j < channels; j++) whitened[j] = whitened[j]! + change * precision[row + j]!
      }
    }
    if (scaled === errors) return
    for (let i = 0; i < channels; i++) if (this.present[i] === 0) errors[i] = scaled[i]! * Math.sqrt(cells[this.widening + i]!)
  }

  /** Squared error of each channel of the last row, NaN where it was missing: what the fit measures on rows that it had not seen. */
  squaredErrors(into: Float64Array): void {
    for (let i = 0; i < this.channels; i++) into[i] = this.present[i] === 1 ? this.errors[i]! ** 2 : Number.NaN
  }

  private distance(count: number): number {
    let sum = 0
    for (let i = 0; i < this.channels; i++) if (this.present[i] === 1) sum += this.scaled[i]! * this.whitened[i]!
    // A missing channel counts as an ordinary one.
    return sum / this.model.median + 1 - count / this.channels
  }

  private average(cells: Float64Array, distance: number): void {
    const { limit, release, settings: { memory, cap, ceiling } } = this.model
    const q = Math.min(distance, cap)
    cells[DISTANCE] = distance
    cells[AVERAGE] = cells[AVERAGE]! + memory * (q - cells[AVERAGE]!)
    const average = Math.min(cells[ALARM_AVERAGE]! + memory * (q - cells[ALARM_AVERAGE]!), ceiling * limit * limit)
    cells[ALARM_AVERAGE] = average
    if (average > limit * limit) cells[ALARM] = 1
    else if (average <= release * release) cells[ALARM] = 0
  }

  private addBlame(cells: Float64Array): void {
    const { precision, median, settings: { memory, cap } } = this.model
    let sum = 0
    for (let i = 0; i < this.channels; i++) {
      this.implied[i] = this.expected[i]! + this.errors[i]! - this.whitened[i]! / precision[i * this.channels + i]!
      const share = this.present[i] === 0 ? 0 : this.whitened[i]! * this.whitened[i]! / (precision[i * this.channels + i]! * median)
      this.whitened[i] = share
      sum += share
    }
    const weight = sum > cap ? cap / sum : 1
    for (let i = 0; i < this.channels; i++) cells[this.shares + i] = cells[this.shares + i]! + memory * (weight * this.whitened[i]! - cells[this.shares + i]!)
  }

  /** The row becomes the newest of the past: forecast plus error. */
  private remember(cells: Float64Array): void {
    const { expected, channels, depth, past } = this
    for (let i = 0; i < channels; i++) expected[i] = clip(expected[i]! + this.errors[i]!, LARGEST)
    cells.copyWithin(past + channels, past, past + depth - channels)
    cells.set(expected, past)
  }
}
