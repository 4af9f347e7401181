import { factor, inverse, solve } from './cholesky.ts'
import type { HealthyRows, Stretch } from './healthy-rows.ts'
import type { MultivariateSettings, SourceModel } from './source-model.ts'

/** What the fit of one set of stretches gives: the columns of a `SourceModel` without its limit. `distances` are of the rows that were fitted. */
export type Forecast = Pick<SourceModel, 'mean' | 'deviation' | 'drifting' | 'spread' | 'forecast' | 'precision'>

/** No channel is forecast better than to this share of its spread: below it the covariance would only hold rounding. */
const SMALLEST_ERROR = 1e-4

/**
 * Fits the forecast on stretches of complete rows.
 * @param drifting which channels drift, where that was settled before; left out: found here
 * @returns undefined where the rows do not determine one (numerically singular): cannot happen with a ridge and finite rows
 */
export const fitForecast = (rows: HealthyRows, stretches: readonly Stretch[], settings: MultivariateSettings, drifting?: Uint8Array): Forecast | undefined => {
  const p = rows.channels
  const { mean, deviation } = standardise(rows, stretches)
  const drifts = drifting ?? findDrifting(rows, stretches, mean, deviation, settings.drifting)
  const { past, spread } = takeBaselinesOff(rows, stretches, { mean, deviation, drifting: drifts }, settings.baselineRate)
  const forecast = regress(past, p, settings)
  if (forecast === undefined) return undefined
  const covariance = errorCovariance(past, p, forecast, settings)
  if (!factor(covariance, p)) return undefined
  return { mean, deviation, drifting: drifts, spread, forecast, precision: inverse(covariance, p) }
}

const standardise = (rows: HealthyRows, stretches: readonly Stretch[]) => {
  const p = rows.channels
  const mean = new Float64Array(p)
  const deviation = new Float64Array(p)
  let count = 0
  eachRow(stretches, (row) => { count++; for (let i = 0; i < p; i++) add(mean, i, rows.values[row * p + i]!) })
  for (let i = 0; i < p; i++) mean[i] = mean[i]! / count
  eachRow(stretches, (row) => { for (let i = 0; i < p; i++) add(deviation, i, (rows.values[row * p + i]! - mean[i]!) ** 2) })
  // A channel that varies in the whole fit may stand still in a part of it.
  for (let i = 0; i < p; i++) deviation[i] = Math.sqrt(deviation[i]! / count) || 1
  return { mean, deviation }
}

/** Lag-1 coefficient of each standardised channel: above the bar, its level wanders rather than fluctuates. */
const findDrifting = (rows: HealthyRows, stretches: readonly Stretch[], mean: Float64Array, deviation: Float64Array, bar: number): Uint8Array => {
  const p = rows.channels
  return Uint8Array.from({ length: p }, (_, i) => {
    let together = 0
    let alone = 0
    for (const { from, to } of stretches) {
      for (let row = from + 1; row < to; row++) {
        const before = (rows.values[(row - 1) * p + i]! - mean[i]!) / deviation[i]!
        together += before * (rows.values[row * p + i]! - mean[i]!) / deviation[i]!
        alone += before * before
      }
    }
    return together / alone > bar ? 1 : 0
  })
}

/** Standardised rows less their baselines, a block per stretch (row-major), scaled to unit spread; the first row of a stretch has no baseline yet. */
const takeBaselinesOff = (
  rows: HealthyRows, stretches: readonly Stretch[], scale: Pick<Forecast, 'mean' | 'deviation' | 'drifting'>, rate: number,
): { past: Float64Array[], spread: Float64Array } => {
  const p = rows.channels
  const spread = new Float64Array(p)
  let count = 0
  const past = stretches.map(({ from, to }) => {
    const block = new Float64Array((to - from) * p)
    const baseline = new Float64Array(p)
    for (let row = from; row < to; row++) {
      if (row > from) count++
      for (let i = 0; i < p; i++) {
        let z = (rows.values[row * p + i]! - scale.mean[i]!) / scale.deviation[i]!
        if (scale.drifting[i] === 1) {
          if (row === from) baseline[i] = z
          const distance = z - baseline[i]!
          baseline[i] = baseline[i]! + rate * distance
          z = distance
        }
        block[(row - from) * p + i] = z
        if (row > from) add(spread, i, z * z)
      }
    }
    return block
  })
  for (let i = 0; i < p; i++) spread[i] = Math.sqrt(spread[i]! / count) || 1
  for (const block of past) for (let cell = 0; cell < block.length; cell++) block[cell] = block[cell]! / spread[cell % p]!
  return { past, spread }
}

/** Vector autoregression with ridge: B = (R'R + ridge n I)^-1 R'W; stored with a row per forecast channel. */
const regress = (past: readonly Float64Array[], p: number, { lags, ridge }: MultivariateSettings): Float64Array | undefined => {
  const depth = lags * p
  const gram = new Float64Array(depth * depth)
  const cross = new Float64Array(depth * p)
  let count = 0
  eachTarget(past, p, lags, (block, row, stack) => {
    count++
    for (let a = 0; a < depth; a++) {
      const weight = stack[a]!
      for (let b = 0; b <= a; b++) add(gram, a * depth + b, weight * stack[b]!)
      for (let i = 0; i < p; i++) add(cross, a * p + i, weight * block[row * p + i]!)
    }
  })
  for (let a = 0; a < depth; a++) add(gram, a * depth + a, ridge * count)
  if (!factor(gram, depth)) return undefined
  solve(gram, depth, cross, p)
  return Float64Array.from({ length: p * depth }, (_, cell) => cross[cell % depth * p + Math.floor(cell / depth)]!)
}

/** Covariance of the forecast errors, shrunken towards its diagonal. */
const errorCovariance = (past: readonly Float64Array[], p: number, forecast: Float64Array, { lags, shrink }: MultivariateSettings): Float64Array => {
  const depth = lags * p
  const sums = new Float64Array(p)
  const products = new Float64Array(p * p)
  const error = new Float64Array(p)
  let count = 0
  eachTarget(past, p, lags, (block, row, stack) => {
    count++
    for (let i = 0; i < p; i++) {
      let value = block[row * p + i]!
      for (let k = 0; k < depth; k++) value -= forecast[i * depth + k]! * stack[k]!
      error[i] = value
      add(sums, i, value)
    }
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) add(products, i * p + j, error[i]! * error[j]!)
  })
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const covariance = products[i * p + j]! / count - sums[i]! * sums[j]! / count ** 2
      products[i * p + j] = i === j ? Math.max(covariance, SMALLEST_ERROR) : (1 - shrink) * covariance
    }
  }
  return products
}

/** Visits each row that has a full past within its stretch; `stack` is that past, the newest row first. */
const eachTarget = (past: readonly Float64Array[], p: number, lags: number, visit: (block: Float64Array, row: number, stack: Float64Array) => void): void => {
  const stack = new Float64Array(lags * p)
  for (const block of past) {
    for (let row = lags; row * p < block.length; row++) {
      for (let lag = 0; lag < lags; lag++) stack.set(block.subarray((row - 1 - lag) * p, (row - lag) * p), lag * p)
      visit(block, row, stack)
    }
  }
}

const eachRow = (stretches: readonly Stretch[], visit: (row: number) => void): void => {
  for (const { from, to } of stretches) for (let row = from; row < to; row++) visit(row)
}

const add = (column: Float64Array, cell: number, value: number): void => { column[cell] = column[cell]! + value }
