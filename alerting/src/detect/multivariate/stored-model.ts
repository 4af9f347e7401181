import { Buffer } from 'node:buffer'
import type { StoredModel } from '@hazardwatch/shared/source-model'
import { SHIPPED_MULTIVARIATE, type MultivariateSettings, type SourceModel } from './source-model.ts'

/** @returns the model as its rule keeps it. */
export const storeModel = (model: SourceModel, window: { from: number; to: number }, tags: StoredModel['tags'], everyMs: number): StoredModel => ({
  version: 1,
  learntFrom: new Date(window.from).toISOString(),
  learntTo: new Date(window.to).toISOString(),
  rows: model.rows,
  tags: [...tags],
  intervalMs: everyMs,
  roles: [...model.roles],
  mean: [...model.mean],
  deviation: [...model.deviation],
  spread: [...model.spread],
  drifting: Array.from(model.drifting, (drifts) => drifts === 1),
  stuckAfter: Array.from(model.stuckAfter, (repeats) => (Number.isFinite(repeats) ? repeats : null)),
  forecast: pack(model.forecast),
  precision: pack(model.precision),
  median: model.median,
  limit: model.limit,
  release: model.release,
  settings: { ...model.settings },
})

/** @returns the model to follow the source by; undefined where its parts do not fit together, as after an edit by hand. */
export const restoreModel = (stored: StoredModel): SourceModel | undefined => {
  const used = Int32Array.from(stored.roles.flatMap((role, channel) => (role === 'used' ? [channel] : [])))
  // What guards a hazard never gets used to anything.
  const settings: MultivariateSettings = { ...SHIPPED_MULTIVARIATE, ...stored.settings, adapt: 0 }
  const p = used.length
  const forecast = unpack(stored.forecast)
  const precision = unpack(stored.precision)
  const columns = [stored.mean, stored.deviation, stored.spread, stored.drifting, stored.stuckAfter]
  if (p === 0 || stored.roles.length !== stored.tags.length || columns.some(({ length }) => length !== p) || forecast.length !== settings.lags * p * p || precision.length !== p * p) return undefined
  return {
    settings, rows: stored.rows, intervalMs: stored.intervalMs, roles: stored.roles, used,
    mean: Float64Array.from(stored.mean),
    deviation: Float64Array.from(stored.deviation),
    spread: Float64Array.from(stored.spread),
    drifting: Uint8Array.from(stored.drifting, (drifts) => (drifts ? 1 : 0)),
    stuckAfter: Float64Array.from(stored.stuckAfter, (repeats) => repeats ?? Number.POSITIVE_INFINITY),
    forecast, precision, errorVariance: new Float64Array(p).fill(1), median: stored.median, limit: stored.limit, release: stored.release,
  }
}

const pack = (numbers: Float64Array): string => {
  const bytes = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, index) => { bytes.writeFloatLE(number, index * 4) })
  return bytes.toString('base64')
}

const unpack = (text: string): Float64Array => {
  const bytes = Buffer.from(text, 'base64')
  return Float64Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4))
}
