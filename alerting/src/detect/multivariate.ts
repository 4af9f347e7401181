import { qualityCode } from '@hazardwatch/shared/quality'
import type { Detector } from './detector.ts'
import { gridSize, putInGrid } from './multivariate/row-grid.ts'
import type { SourceModel } from './multivariate/source-model.ts'
import { SourceScorer } from './multivariate/source-scorer.ts'

export interface MultivariateConfig {
  /** In limits of the model. */
  limit: number
  deadband: number
  /** The rows of the source lie this far apart. */
  everyMs: number
  /** Undefined: nothing was learnt yet, and nothing is said. */
  model: SourceModel | undefined
}

/** Qualities that say that somebody is at work on a channel. */
const worked: readonly number[] = [qualityCode('calibration'), qualityCode('maintenance')].flatMap((code) => (code === undefined ? [] : [code]))

/** The joint state of a source: the signal is the score in limits of the model learnt on the agreed healthy window. Input 0 is the rule's point, 1 … its others. */
export const multivariateDetector = ({ limit, deadband, everyMs, model }: MultivariateConfig): Detector => {
  if (model === undefined) return { size: 0, limit, deadband, shows: 'signal', read: () => Number.NaN }
  const scorer = new SourceScorer(model)
  const row = new Float64Array(model.roles.length)
  const grid = scorer.size
  const work = grid + gridSize(row.length)
  return {
    size: work + row.length,
    limit,
    deadband,
    shows: 'signal',
    read: (cells, input, time, value, quality) => {
      if (worked.includes(quality)) cells[work + input] = time
      const at = putInGrid(cells, grid, everyMs, input, time, value, row)
      return Number.isNaN(at) ? Number.NaN : scorer.step(cells, at, row)
    },
  }
}

/** @returns event time (epoch ms) of the last reading of a channel that was marked as calibration or maintenance; NaN = none was, or nothing is remembered. */
export const workedOn = (cells: Float64Array, channels: number, channel: number): number => cells[cells.length - channels + channel] ?? Number.NaN
